// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/desk/uptime.h"
#include "rastro/httpclient.h"

#include <curl/curl.h>
#include <optional>

namespace rastro::http {

/// One request on its way and the answer as it arrives: a libcurl easy handle with the buffers it points into.
/// Lives on the heap and never moves. No event loop here: CurlHttpClient drives it. Once the request's time is over
/// nothing of it is sent any more: a process that was paused meanwhile must not do what nobody expects by now.
class CurlExchange
{
public:
    /// Copies the request, whose time begins now. `anyAddress`: the connect-time check (AddressPolicy) is waived for
    /// this one.
    CurlExchange(const HttpRequest &request, bool anyAddress, core::Uptime uptime);
    ~CurlExchange();
    Q_DISABLE_COPY_MOVE(CurlExchange)

    /// Why this request cannot be sent at all (its URL, method or a header); nothing if it can.
    [[nodiscard]] static std::optional<Error> flawOf(const HttpRequest &request);

    [[nodiscard]] CURL *handle() const { return m_easy; }

    /// What libcurl's final code means, in the words of rastro/httpclient.h.
    [[nodiscard]] Result<HttpAnswer> outcome(CURLcode code);

private:
    void setTarget();
    void setBody();
    void setHeaders();
    void setLimits();
    void setCallbacks();
    [[nodiscard]] Error errorOf(CURLcode code) const;
    [[nodiscard]] bool wasSent() const;
    [[nodiscard]] bool isTooLate();

    static int beforeSending(void *self, char *ourIp, char *theirIp, int ourPort, int theirPort);
    static size_t readBody(char *to, size_t size, size_t count, void *self);
    static size_t takeBody(char *from, size_t size, size_t count, void *self);
    static size_t takeHeader(char *from, size_t size, size_t count, void *self);
    static curl_socket_t openSocket(void *self, curlsocktype purpose, struct curl_sockaddr *address);

    const HttpRequest m_request;
    const bool m_anyAddress;
    const core::Uptime m_uptime;
    const std::chrono::milliseconds m_deadline; ///< By m_uptime.
    HttpAnswer m_answer;
    CURL *m_easy = nullptr;
    curl_slist *m_headers = nullptr;
    QByteArray m_url;
    QByteArray m_method;
    qsizetype m_bodyRead = 0;
    qsizetype m_headerBytes = 0;
    QString m_refusedAddress; ///< The first address that the policy refused.
    bool m_headersComplete = false;
    bool m_opened = false; ///< Some address was permitted.
    bool m_tooLarge = false;
    bool m_tooLate = false; ///< Not sent, or not to its end, for its time was over.
};

} // namespace rastro::http
