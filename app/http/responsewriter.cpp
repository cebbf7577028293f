// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/responsewriter.h"

#include "http/byteswriter.h"

#include <array>
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

constexpr qsizetype FIXED_PARTS = 256; // status line, Date, Content-Length, Connection: less than this

qsizetype fieldsSize(const HttpHeaders &headers)
{
    qsizetype size = 0;
    for (qsizetype i = 0; i < headers.size(); ++i)
        size += headers.nameAt(i).size() + headers.valueAt(i).size() + 4;
    return size;
}

} // namespace

void appendResponse(QByteArray &out, const HttpResponse &response, const Framing &framing)
{
    const int status = response.status >= 200 && response.status <= 599 ? response.status : 500;
    const bool bodiless = status == 204 || status == 304;
    BytesWriter writer(out, FIXED_PARTS + framing.date.size() + fieldsSize(response.headers) + response.body.size());
    writer.put("HTTP/1.1 ").putNumber(status).put(" ").put(reasonPhrase(status)).put("\r\n");
    if (!framing.date.isEmpty())
        writer.put("Date: ").put(framing.date).put("\r\n");
    for (qsizetype i = 0; i < response.headers.size(); ++i) {
        if (!isFraming(response.headers.nameAt(i)))
            writer.put(response.headers.nameAt(i)).put(": ").put(response.headers.valueAt(i)).put("\r\n");
    }
    if (!bodiless)
        writer.put("Content-Length: ").putNumber(response.body.size()).put("\r\n");
    if (framing.close)
        writer.put("Connection: close\r\n");
    writer.put("\r\n");
    if (!bodiless && !framing.toHead)
        writer.put(response.body);
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
