// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/doctor/outside.h"

#include "http/client/curlhttpclient.h"
#include "server/doctor/machinecheck.h"
#include "telegram/api/botapi.h"

#include <QtCore/QEventLoop>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::server {

namespace {

constexpr auto patience = 10s;

/// Counts questions under way and ends the loop with the last answer.
class Asking
{
public:
    explicit Asking(const ServerOptions &options)
        : m_options(options)
    {
        m_http.addresses().allowOrigin(options.telegramApi);
        m_http.addresses().allowOrigin(options.publicUrl);
    }

    void askBot(const core::Bot &bot)
    {
        const auto token = telegram::BotToken::parse(bot.token);
        if (!token)
            return;
        const telegram::BotApi api(m_http, m_options.telegramApi, *token);
        ask(api, u"getMe"_s, bot.id, &BotAnswers::me);
        ask(api, u"getWebhookInfo"_s, bot.id, &BotAnswers::webhook);
    }

    void askPublicAddress()
    {
        auto url = m_options.publicUrl;
        url.setPath(url.path() + u"/healthz"_s);
        get(url, [this](const Result<HttpAnswer> &answer) { m_facts.publicUrl = answer; });
    }

    void askClock()
    {
        get(m_options.telegramApi, [this](const Result<HttpAnswer> &answer) {
            if (answer)
                m_facts.telegramClock = timeOfHttpDate(answer->header("date"));
        });
    }

    OutsideFacts answers()
    {
        if (m_pending > 0)
            m_loop.exec();
        return m_facts;
    }

private:
    void ask(const telegram::BotApi &api, const QString &method, qint64 botId,
             std::optional<telegram::ApiResult> BotAnswers::*place)
    {
        ++m_pending;
        api.call(method, {}, &m_context, [this, botId, place](const telegram::ApiResult &result) {
            (m_facts.bots[botId].*place).emplace(result);
            answered();
        });
    }

    void get(const QUrl &url, const std::function<void(const Result<HttpAnswer> &)> &then)
    {
        HttpRequest request;
        request.url = url;
        request.timeout = patience;
        request.maxAnswerBytes = 64 * 1024;
        ++m_pending;
        m_http.send(request, &m_context, [this, then](const Result<HttpAnswer> &answer) {
            then(answer);
            answered();
        });
    }

    void answered()
    {
        if (--m_pending == 0)
            m_loop.quit();
    }

    const ServerOptions &m_options;
    http::CurlHttpClient m_http;
    QObject m_context;
    QEventLoop m_loop;
    OutsideFacts m_facts;
    int m_pending = 0;
};

} // namespace

OutsideFacts askOutside(const ServerOptions &options, const core::Shop &shop)
{
    Asking asking(options);
    bool any = false;
    for (const core::Bot &bot : shop.bots) {
        if (!bot.active)
            continue;
        asking.askBot(bot);
        any = true;
    }
    if (any)
        asking.askClock();
    asking.askPublicAddress();
    return asking.answers();
}

} // namespace rastro::server
