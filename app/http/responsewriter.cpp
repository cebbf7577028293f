// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/responsewriter.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>

namespace rastro::http {

namespace {

/// Fields the server alone may write: two opinions on where a message ends are how requests are smuggled.
bool isFraming(QByteArrayView name)
{
    switch (name.size()) {
    case 4:
        return equalsIgnoringCase(name, "Date");
    case 10:
        return equalsIgnoringCase(name, "Connection");
    case 14:
        return equalsIgnoringCase(name, "Content-Length");
    case 17:
        return equalsIgnoringCase(name, "Transfer-Encoding");
    default:
        return false;
    }
}

void appendNumber(QByteArray &out, qint64 number)
{
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end - digits.data());
}

void appendField(QByteArray &out, QByteArrayView name, QByteArrayView value)
{
    out.append(name).append(": ", 2).append(value).append("\r\n", 2);
}

} // namespace

void appendResponse(QByteArray &out, const HttpResponse &response, const Framing &framing)
{
    const int status = response.status >= 200 && response.status <= 599 ? response.status : 500;
    const bool bodiless = status == 204 || status == 304;
    out.append("HTTP/1.1 ", 9);
    appendNumber(out, status);
    out.append(' ').append(reasonPhrase(status)).append("\r\n", 2);
    if (!framing.date.isEmpty())
        appendField(out, "Date", framing.date);
    for (qsizetype i = 0; i < response.headers.size(); ++i) {
        if (!isFraming(response.headers.nameAt(i)))
            appendField(out, response.headers.nameAt(i), response.headers.valueAt(i));
    }
    if (!bodiless) {
        out.append("Content-Length: ", 16);
        appendNumber(out, response.body.size());
        out.append("\r\n", 2);
    }
    if (framing.close)
        out.append("Connection: close\r\n", 19);
    out.append("\r\n", 2);
    if (!bodiless && !framing.toHead)
        out.append(response.body);
}

QByteArray httpDate(qint64 secondsSinceEpoch)
{
    // Not strftime: its names follow the locale.
    static constexpr std::array<const char *, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<const char *, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto seconds = time_t(secondsSinceEpoch);
    tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 64> text;
    const int size =
        std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT", days[size_t(utc.tm_wday)],
                      utc.tm_mday, months[size_t(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
    return {text.data(), size};
}

} // namespace rastro::http
