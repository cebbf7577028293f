// SPDX-License-Identifier: GPL-3.0-or-later
#include "rastro/operation.h"

#include "rastro/httpclient.h"

namespace rastro {

void OperationBase::abort()
{
    if (m_finished || m_aborted)
        return;
    m_aborted = true;
    Q_EMIT aborted();
}

bool OperationBase::markFinished()
{
    if (m_finished)
        return false;
    m_finished = true;
    Q_EMIT finished();
    return true;
}

HttpRequest HttpRequest::postJson(const QUrl &url, const QByteArray &json)
{
    HttpRequest request;
    request.method = QByteArrayLiteral("POST");
    request.url = url;
    request.headers = {{QByteArrayLiteral("Content-Type"), QByteArrayLiteral("application/json")}};
    request.body = json;
    return request;
}

QByteArray HttpAnswer::header(const QByteArray &name) const
{
    for (const auto &[key, value] : headers) {
        if (key == name)
            return value;
    }
    return {};
}

} // namespace rastro
