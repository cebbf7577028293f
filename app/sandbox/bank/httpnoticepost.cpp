// SPDX-License-Identifier: GPL-3.0-or-later
#include "httpnoticepost.h"

namespace rastro::sandbox {

HttpNoticePost::HttpNoticePost(HttpClient &http)
    : m_http(http)
{
}

void HttpNoticePost::post(const QUrl &url, const BankHeaders &headers, const QByteArray &body)
{
    HttpRequest request;
    request.method = QByteArrayLiteral("POST");
    request.url = url;
    request.headers = headers;
    request.body = body;
    m_http.send(request, &m_context, [](const Result<HttpAnswer> &) {});
}

} // namespace rastro::sandbox
