// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/headscan.h"

#include "core/text/printable.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace rastro::http {

namespace {

constexpr std::array<bool, 256> hostTable()
{
    std::array<bool, 256> table{};
    for (const char c : std::string_view("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                         "-._~%!$&'()*+,;=:[]"))
        table[size_t(c)] = true;
    return table;
}

constexpr auto HOST = hostTable();

/// QByteArrayView::indexOf() takes a longer way, forty times a request.
qsizetype find(QByteArrayView text, char c, qsizetype from = 0)
{
    return qsizetype(std::string_view(text.data(), size_t(text.size())).find(c, size_t(from))); // npos: -1
}

/// Without the spaces and tabs around it.
QByteArrayView withoutMargins(QByteArrayView value)
{
    const auto isMargin = [](char c) { return c == ' ' || c == '\t'; };
    while (!value.isEmpty() && isMargin(value.front()))
        value = value.sliced(1);
    while (!value.isEmpty() && isMargin(value.back()))
        value.chop(1);
    return value;
}

/// One pass over the lines of a head; each step returns false once the verdict is Refused.
class Scanner
{
public:
    Scanner(QByteArrayView bytes, const Limits &limits)
        : m_bytes(bytes)
        , m_limits(limits)
    {
    }

    HeadScan run();

private:
    enum class Line { Whole, Partial, Refused };

    Line nextLine(QByteArrayView &line, qsizetype limit, int tooLong);
    bool requestLine(QByteArrayView line);
    bool target(QByteArrayView target);
    bool version(QByteArrayView version);
    bool field(QByteArrayView line);
    bool known(QByteArrayView name, QByteArrayView value);
    bool contentLength(QByteArrayView value);
    bool host(QByteArrayView value);
    bool framing();
    bool refuse(int status, const char *reason);

    const QByteArrayView m_bytes;
    const Limits &m_limits;
    HeadScan m_scan;
    qsizetype m_at = 0;
    int m_hosts = 0;
    int m_lengths = 0;
    int m_codings = 0;
};

bool Scanner::refuse(int status, const char *reason)
{
    m_scan.verdict = HeadScan::Verdict::Refused;
    m_scan.status = status;
    m_scan.reason = reason;
    return false;
}

HeadScan Scanner::run()
{
    QByteArrayView line;
    const auto lineLimit = m_limits.maxRequestLine;
    auto found = nextLine(line, lineLimit, 414);
    if (found == Line::Whole && line.isEmpty()) // RFC 9112 section 2.2: some clients send CRLF after a body
        found = nextLine(line, lineLimit, 414);
    if (found != Line::Whole || !requestLine(line))
        return std::move(m_scan);
    m_scan.fieldsAt = m_at;
    while (nextLine(line, m_limits.maxHeaderBytes - m_scan.fieldsAt, 431) == Line::Whole) {
        if (line.isEmpty()) {
            m_scan.headSize = m_at;
            if (framing())
                m_scan.verdict = HeadScan::Verdict::Complete;
            break;
        }
        if (!field(line))
            break;
    }
    return std::move(m_scan);
}

/// `limit` counts from the start of this line, or of the field lines for 431.
Scanner::Line Scanner::nextLine(QByteArrayView &line, qsizetype limit, int tooLong)
{
    const qsizetype start = m_at;
    const qsizetype room = (tooLong == 414 ? start : m_scan.fieldsAt) + limit;
    const qsizetype end = find(m_bytes, '\n', start);
    const qsizetype stop = end < 0 ? m_bytes.size() : end + 1;
    if (stop > room) {
        refuse(tooLong, tooLong == 414 ? "request line too long" : "header fields too large");
        return Line::Refused;
    }
    const bool partial = end < 0;
    const QByteArrayView text = m_bytes.sliced(start, (partial ? stop : end) - start);
    const qsizetype cr = find(text, '\r');
    if (cr >= 0 ? cr != text.size() - 1 : !partial) {
        refuse(400, "line not ended by CRLF");
        return Line::Refused;
    }
    if (partial)
        return Line::Partial;
    line = text.chopped(1);
    m_at = stop;
    return Line::Whole;
}

bool Scanner::requestLine(QByteArrayView line)
{
    const qsizetype first = find(line, ' ');
    const qsizetype last = line.lastIndexOf(' ');
    if (first <= 0 || last == first)
        return refuse(400, "request line is not three words");
    m_scan.method = line.first(first);
    if (m_scan.method.size() > 32 || !isToken(m_scan.method))
        return refuse(400, "method is not a token");
    return version(line.sliced(last + 1)) && target(line.sliced(first + 1, last - first - 1));
}

bool Scanner::version(QByteArrayView version)
{
    const auto digit = [&](qsizetype at) { return version[at] >= '0' && version[at] <= '9'; };
    if (version.size() != 8 || !version.startsWith("HTTP/") || !digit(5) || version[6] != '.' || !digit(7))
        return refuse(400, "malformed HTTP version");
    if (version[5] != '1' || version[7] > '1')
        return refuse(505, "only HTTP/1.0 and HTTP/1.1 are spoken");
    m_scan.http10 = m_scan.close = version[7] == '0';
    return true;
}

bool Scanner::target(QByteArrayView target)
{
    // Bytes above 0x7F are kept: an ad network's link may carry them unencoded, and the click must not be lost.
    if (!core::isPlain(target, ' ' + 1))
        return refuse(400, "target with a space or control character");
    for (const QByteArrayView scheme : {QByteArrayView("http://"), QByteArrayView("https://")}) {
        if (target.size() < scheme.size() || !equalsIgnoringCase(target.first(scheme.size()), scheme))
            continue;
        qsizetype slash = target.indexOf('/', scheme.size());
        if (slash < 0) // the root of a site, spelt without its slash
            return refuse(400, "absolute target without a path");
        target = target.sliced(slash);
        break;
    }
    if (!target.startsWith('/') && !(target == QByteArrayView("*") && m_scan.method == QByteArrayView("OPTIONS")))
        return refuse(400, "target is not a path");
    const qsizetype mark = find(target, '?');
    m_scan.path = mark < 0 ? target : target.first(mark);
    m_scan.query = mark < 0 ? QByteArrayView() : target.sliced(mark + 1);
    return true;
}

bool Scanner::field(QByteArrayView line)
{
    if (line.front() == ' ' || line.front() == '\t')
        return refuse(400, "folded header field");
    if (m_scan.fields.size() >= m_limits.maxHeaderCount)
        return refuse(431, "too many header fields");
    const qsizetype colon = tokenSize(line);
    if (colon == 0 || colon == line.size() || line[colon] != ':')
        return refuse(400, "malformed header field name");
    const QByteArrayView name = line.first(colon);
    const QByteArrayView value = withoutMargins(line.sliced(colon + 1));
    if (!isFieldValue(value))
        return refuse(400, "control character in a header field");
    const char *base = m_bytes.data() + m_scan.fieldsAt;
    m_scan.fields.append({quint32(name.data() - base), quint32(name.size()),
                          value.isEmpty() ? 0 : quint32(value.data() - base), quint32(value.size())});
    return known(name, value);
}

bool Scanner::known(QByteArrayView name, QByteArrayView value)
{
    switch (name.size()) {
    case 4:
        return !equalsIgnoringCase(name, "Host") || host(value);
    case 6:
        if (!equalsIgnoringCase(name, "Expect"))
            return true;
        m_scan.expectContinue = equalsIgnoringCase(value, "100-continue");
        return m_scan.expectContinue || refuse(417, "unknown expectation");
    case 10:
        if (equalsIgnoringCase(name, "Connection")) {
            for (qsizetype at = 0; at <= value.size();) {
                const qsizetype comma = value.indexOf(',', at);
                const qsizetype end = comma < 0 ? value.size() : comma;
                m_scan.close = m_scan.close || equalsIgnoringCase(value.sliced(at, end - at).trimmed(), "close");
                at = end + 1;
            }
        }
        return true;
    case 14:
        return !equalsIgnoringCase(name, "Content-Length") || contentLength(value);
    case 17:
        if (!equalsIgnoringCase(name, "Transfer-Encoding"))
            return true;
        m_scan.chunked = ++m_codings == 1 && equalsIgnoringCase(value, "chunked");
        return m_scan.chunked || refuse(501, "transfer coding other than chunked");
    default:
        return true;
    }
}

bool Scanner::contentLength(QByteArrayView value)
{
    if (++m_lengths > 1)
        return refuse(400, "more than one Content-Length");
    const bool digits = std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (value.isEmpty() || !digits || value.size() > 18)
        return refuse(400, "Content-Length is not a number");
    for (const char c : value)
        m_scan.contentLength = m_scan.contentLength * 10 + (c - '0');
    return true;
}

bool Scanner::host(QByteArrayView value)
{
    if (++m_hosts > 1 || !std::all_of(value.begin(), value.end(), [](char c) { return HOST[uchar(c)]; }))
        return refuse(400, "more than one Host, or a malformed one");
    return true;
}

bool Scanner::framing()
{
    if (m_hosts == 0 && !m_scan.http10)
        return refuse(400, "no Host");
    if (m_codings > 0 && m_lengths > 0)
        return refuse(400, "both Content-Length and Transfer-Encoding");
    if (m_codings > 0 && m_scan.http10)
        return refuse(400, "Transfer-Encoding in HTTP/1.0");
    if (m_scan.contentLength > m_limits.maxBody)
        return refuse(413, "body too large");
    return true;
}

} // namespace

HeadScan scanHead(QByteArrayView bytes, const Limits &limits)
{
    return Scanner(bytes, limits).run();
}

} // namespace rastro::http
