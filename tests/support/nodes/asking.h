// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/httpclient.h"

namespace rastro::test {

/// Asks one node for a page, again and again, until it is as it should be. As a crawler: what it sees is not reported.
/// Works while the event loop runs.
class Asking
{
public:
    using IsWanted = std::function<bool(const HttpAnswer &)>;

    /// `page`: the address at the node. `http` must outlive this.
    Asking(HttpClient &http, const QUrl &page, IsWanted isWanted)
        : m_http(http)
        , m_isWanted(std::move(isWanted))
    {
        m_request.url = page;
        m_request.headers = {{"User-Agent", "Googlebot/2.1"}};
    }
    Q_DISABLE_COPY_MOVE(Asking)

    /// Asks, unless a question is under way. Whether the page has been as wanted.
    bool isAnswered()
    {
        if (!m_isAnswered && !std::exchange(m_isUnderWay, true)) {
            m_http.send(m_request, &m_context, [this](const Result<HttpAnswer> &answer) {
                m_isUnderWay = false;
                m_isAnswered = answer && m_isWanted(*answer);
            });
        }
        return m_isAnswered;
    }

private:
    HttpClient &m_http;
    const IsWanted m_isWanted;
    HttpRequest m_request;
    bool m_isAnswered = false;
    bool m_isUnderWay = false;
    QObject m_context;
};

} // namespace rastro::test
