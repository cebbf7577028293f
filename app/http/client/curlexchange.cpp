// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/client/curlexchange.h"

#include "http/client/addresspolicy.h"

#include <algorithm>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace rastro::http {

namespace {

constexpr milliseconds connectTimeout{10'000};
constexpr qsizetype maxHeaderBytes = 256 * 1024;
// A peer that acknowledges nothing for this long is gone: ends half-open long polls (TCP_USER_TIMEOUT, RFC 5482).
constexpr unsigned int tcpUserTimeoutMs = 30'000;

bool isToken(const QByteArray &text)
{
    constexpr QByteArrayView marks("!#$%&'*+-.^_`|~");
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || marks.contains(c);
    });
}

bool isFieldValue(const QByteArray &text)
{
    return std::none_of(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

Error flaw(const QString &message)
{
    return {u"http.url"_s, message, ErrorClass::GiveUp};
}

} // namespace

CurlExchange::CurlExchange(const HttpRequest &request, bool anyAddress, core::Uptime uptime)
    : m_request(request)
    , m_anyAddress(anyAddress)
    , m_uptime(std::move(uptime))
    , m_deadline(m_uptime() + std::max(request.timeout, milliseconds(1)))
    , m_easy(curl_easy_init())
    , m_url(request.url.adjusted(QUrl::RemoveFragment).toEncoded())
    , m_method(request.method)
{
    setTarget();
    setBody();
    setHeaders();
    setLimits();
    setCallbacks();
}

CurlExchange::~CurlExchange()
{
    curl_easy_cleanup(m_easy);
    curl_slist_free_all(m_headers);
}

std::optional<Error> CurlExchange::flawOf(const HttpRequest &request)
{
    const QUrl &url = request.url;
    if (!url.isValid() || url.host().isEmpty())
        return flaw(u"The address is not a complete URL; expected https://host/…"_s);
    if (url.scheme() != u"https"_s && url.scheme() != u"http"_s)
        return flaw(u"The scheme %1 is not spoken; use http or https"_s.arg(url.scheme()));
    if (!url.userInfo().isEmpty())
        return flaw(u"The URL of %1 holds a user name or password; put credentials into a header"_s.arg(originOf(url)));
    if (!isToken(request.method))
        return flaw(u"The method of a request to %1 is not an HTTP method"_s.arg(originOf(url)));
    for (const auto &[name, value] : request.headers) {
        if (!isToken(name) || !isFieldValue(value))
            return flaw(u"A header of a request to %1 holds a character that HTTP forbids"_s.arg(originOf(url)));
    }
    return {};
}

void CurlExchange::setTarget()
{
    curl_easy_setopt(m_easy, CURLOPT_URL, m_url.constData());
    curl_easy_setopt(m_easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(m_easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(m_easy, CURLOPT_PROXY, ""); // a proxy from the environment would hide the real address
    curl_easy_setopt(m_easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    curl_easy_setopt(m_easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(m_easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(m_easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(m_easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(m_easy, CURLOPT_USERAGENT, "Rastro");
}

// libcurl silently repeats a request whose kept-alive connection died, even a POST that the server may have acted
// upon. A body that it reads from a callback and cannot rewind makes it report CURLE_SEND_FAIL_REWIND instead.
void CurlExchange::setBody()
{
    if (m_method == "HEAD") {
        curl_easy_setopt(m_easy, CURLOPT_NOBODY, 1L);
    } else if (m_request.body.isEmpty() && m_method == "GET") {
        curl_easy_setopt(m_easy, CURLOPT_HTTPGET, 1L);
    } else {
        curl_easy_setopt(m_easy, CURLOPT_POST, 1L);
        curl_easy_setopt(m_easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(m_request.body.size()));
        curl_easy_setopt(m_easy, CURLOPT_READFUNCTION, &CurlExchange::readBody);
        curl_easy_setopt(m_easy, CURLOPT_READDATA, this);
        curl_easy_setopt(m_easy, CURLOPT_CUSTOMREQUEST, m_method.constData());
    }
}

void CurlExchange::setHeaders()
{
    bool typed = false;
    for (const auto &[name, value] : m_request.headers) {
        typed = typed || name.compare("content-type", Qt::CaseInsensitive) == 0;
        const QByteArray line = value.isEmpty() ? name + ';' : name + ": " + value;
        m_headers = curl_slist_append(m_headers, line.constData());
    }
    m_headers = curl_slist_append(m_headers, "Expect:"); // no round trip before a body
    if (!typed)
        m_headers = curl_slist_append(m_headers, "Content-Type:"); // libcurl would claim a form
    curl_easy_setopt(m_easy, CURLOPT_HTTPHEADER, m_headers);
}

void CurlExchange::setLimits()
{
    const milliseconds total = std::max(m_request.timeout, milliseconds(1));
    curl_easy_setopt(m_easy, CURLOPT_TIMEOUT_MS, static_cast<long>(total.count()));
    curl_easy_setopt(m_easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(total, connectTimeout).count()));
    curl_easy_setopt(m_easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(m_easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(m_easy, CURLOPT_TCP_KEEPIDLE, 30L);
    curl_easy_setopt(m_easy, CURLOPT_TCP_KEEPINTVL, 10L);
}

void CurlExchange::setCallbacks()
{
    curl_easy_setopt(m_easy, CURLOPT_PRIVATE, this);
    curl_easy_setopt(m_easy, CURLOPT_PREREQFUNCTION, &CurlExchange::beforeSending);
    curl_easy_setopt(m_easy, CURLOPT_PREREQDATA, this);
    curl_easy_setopt(m_easy, CURLOPT_WRITEFUNCTION, &CurlExchange::takeBody);
    curl_easy_setopt(m_easy, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(m_easy, CURLOPT_HEADERFUNCTION, &CurlExchange::takeHeader);
    curl_easy_setopt(m_easy, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(m_easy, CURLOPT_OPENSOCKETFUNCTION, &CurlExchange::openSocket);
    curl_easy_setopt(m_easy, CURLOPT_OPENSOCKETDATA, this);
}

// libcurl's own clock begins when the event loop first comes to the request, and does not run while the machine sleeps.
bool CurlExchange::isTooLate()
{
    m_tooLate = m_tooLate || m_uptime() >= m_deadline;
    return m_tooLate;
}

// The connection is there, new or kept; of the request nothing is sent yet.
int CurlExchange::beforeSending(void *self, char *, char *, int, int)
{
    return static_cast<CurlExchange *>(self)->isTooLate() ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

size_t CurlExchange::readBody(char *to, size_t size, size_t count, void *self)
{
    auto *exchange = static_cast<CurlExchange *>(self);
    const QByteArray &body = exchange->m_request.body;
    const qsizetype part = std::min(static_cast<qsizetype>(size * count), body.size() - exchange->m_bodyRead);
    if (part > 0 && exchange->isTooLate())
        return CURL_READFUNC_ABORT;
    std::copy_n(body.constData() + exchange->m_bodyRead, part, to);
    exchange->m_bodyRead += part;
    return static_cast<size_t>(part);
}

size_t CurlExchange::takeBody(char *from, size_t size, size_t count, void *self)
{
    auto *exchange = static_cast<CurlExchange *>(self);
    const auto part = static_cast<qsizetype>(size * count);
    if (exchange->m_answer.body.size() + part > exchange->m_request.maxAnswerBytes) {
        exchange->m_tooLarge = true;
        return 0; // ends the exchange
    }
    exchange->m_answer.body.append(from, part);
    return size * count;
}

size_t CurlExchange::takeHeader(char *from, size_t size, size_t count, void *self)
{
    auto *exchange = static_cast<CurlExchange *>(self);
    const QByteArray line = QByteArray::fromRawData(from, static_cast<qsizetype>(size * count));
    exchange->m_headerBytes += line.size();
    if (exchange->m_headerBytes > maxHeaderBytes) {
        exchange->m_tooLarge = true;
        return 0;
    }
    exchange->m_headersComplete = line.trimmed().isEmpty();
    if (line.startsWith("HTTP/"))
        exchange->m_answer.headers.clear(); // a 100 Continue came before
    else if (const auto colon = line.indexOf(':'); colon > 0)
        exchange->m_answer.headers.append({line.first(colon).toLower(), line.sliced(colon + 1).trimmed()});
    return size * count;
}

curl_socket_t CurlExchange::openSocket(void *self, curlsocktype, struct curl_sockaddr *address)
{
    auto *exchange = static_cast<CurlExchange *>(self);
    const QHostAddress host(&address->addr);
    if (!exchange->m_anyAddress && !AddressPolicy::isPublic(host)) {
        if (exchange->m_refusedAddress.isEmpty())
            exchange->m_refusedAddress = host.toString();
        return CURL_SOCKET_BAD;
    }
    exchange->m_opened = true;
    const int fd = ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (fd >= 0)
        ::setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &tcpUserTimeoutMs, sizeof tcpUserTimeoutMs);
    return fd;
}

Result<HttpAnswer> CurlExchange::outcome(CURLcode code)
{
    if (code == CURLE_OK && !m_headersComplete)
        code = CURLE_RECV_ERROR; // libcurl is content with an answer that breaks off inside its headers
    if (code != CURLE_OK)
        return tl::unexpected(errorOf(code));
    long status = 0;
    curl_easy_getinfo(m_easy, CURLINFO_RESPONSE_CODE, &status);
    m_answer.status = static_cast<int>(status);
    return std::move(m_answer);
}

bool CurlExchange::wasSent() const
{
    long bytes = 0;
    curl_easy_getinfo(m_easy, CURLINFO_REQUEST_SIZE, &bytes);
    return bytes > 0 || m_bodyRead > 0;
}

Error CurlExchange::errorOf(CURLcode code) const
{
    const QString origin = originOf(m_request.url);
    const QString reason = QString::fromLatin1(curl_easy_strerror(code));
    if (m_tooLarge)
        return {u"http.answer_too_large"_s,
                u"%1 answered with more than %2 bytes"_s.arg(origin).arg(m_request.maxAnswerBytes), ErrorClass::GiveUp,
                milliseconds(0), true};
    if (m_tooLate) // A body without its end is no request, so nobody has acted upon it.
        return {u"http.timeout"_s,
                u"A request to %1 was not sent within %2 ms"_s.arg(origin).arg(m_request.timeout.count()),
                ErrorClass::Retry, milliseconds(0), wasSent() && m_bodyRead == m_request.body.size()};
    if (code == CURLE_COULDNT_CONNECT && !m_refusedAddress.isEmpty() && !m_opened)
        return {u"http.forbidden_address"_s,
                u"%1 leads to %2, which is not a public address; allow this origin if it is meant"_s.arg(
                    origin, m_refusedAddress),
                ErrorClass::GiveUp};
    if (!wasSent() && (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL))
        return flaw(u"The URL of %1 was refused: %2"_s.arg(origin, reason));
    switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
        return {u"http.timeout"_s, u"%1 gave no whole answer within %2 ms"_s.arg(origin).arg(m_request.timeout.count()),
                ErrorClass::Retry, milliseconds(0), wasSent()};
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
        return {u"http.connect"_s, u"%1 could not be reached: %2"_s.arg(origin, reason), ErrorClass::Retry};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CIPHER:
        return {u"http.tls"_s, u"%1 did not prove who it is: %2"_s.arg(origin, reason), ErrorClass::Retry};
    default:
        return {u"http.broken"_s, u"The exchange with %1 broke off: %2"_s.arg(origin, reason), ErrorClass::Retry,
                milliseconds(0), wasSent()};
    }
}

} // namespace rastro::http
