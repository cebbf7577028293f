// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/telegram/botmethods.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

namespace {

// Ports of Bot API, setWebhook, note 2.
bool isAllowedPort(int port)
{
    return port == 443 || port == 80 || port == 88 || port == 8443;
}

std::optional<QString> webhookFlaw(const QUrl &url, const QString &secret, int maxConnections, bool strict)
{
    static const QRegularExpression secretShape(u"^[A-Za-z0-9_-]{0,256}\\z"_s);
    if (!url.isValid() || url.host().isEmpty())
        return u"bad webhook: invalid webhook URL specified"_s;
    if (strict && url.scheme() != u"https"_s)
        return u"bad webhook: An HTTPS URL must be provided for webhook"_s;
    if (strict && !isAllowedPort(url.port(443)))
        return u"bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"_s;
    if (!secretShape.match(secret).hasMatch())
        return u"secret token contains unallowed characters"_s;
    if (maxConnections < 1 || (strict && maxConnections > 100))
        return u"max_connections must be between 1 and 100"_s;
    return {};
}

void dropIfWished(const MethodRun &run)
{
    if (run.call.params["drop_pending_updates"_L1].toBool())
        run.bot.queue.clear();
}

ApiOutcome deleteWebhook(const MethodRun &run)
{
    dropIfWished(run);
    run.bot.webhook = {};
    return true;
}

ApiOutcome setWebhook(const MethodRun &run)
{
    const QJsonObject &params = run.call.params;
    if (const int wait = run.bot.webhookRate.take(run.now); wait > 0)
        return tl::unexpected(ApiRefusal{429, u"Too Many Requests: retry after %1"_s.arg(wait), wait});
    if (params["url"_L1].toString().isEmpty())
        return deleteWebhook(run);
    WebhookSetting wish;
    wish.url = QUrl(params["url"_L1].toString());
    wish.secret = params["secret_token"_L1].toString();
    wish.maxConnections = params["max_connections"_L1].toInt(40);
    if (const auto flaw = webhookFlaw(wish.url, wish.secret, wish.maxConnections, run.limits.strictWebhookUrl))
        return badRequest(*flaw);
    if (params.contains("allowed_updates"_L1))
        run.bot.queue.allow(params["allowed_updates"_L1].toVariant().toStringList());
    dropIfWished(run);
    run.bot.webhook = wish;
    return true;
}

ApiOutcome getWebhookInfo(const MethodRun &run)
{
    const WebhookSetting &set = run.bot.webhook;
    QJsonObject info{{u"url"_s, set.url.toString(QUrl::FullyEncoded)},
                     {u"has_custom_certificate"_s, false},
                     {u"pending_update_count"_s, run.bot.queue.waiting().size()}};
    if (!set.url.isEmpty())
        info[u"max_connections"_s] = set.maxConnections;
    if (!run.bot.queue.allowed().isEmpty())
        info[u"allowed_updates"_s] = QJsonArray::fromStringList(run.bot.queue.allowed());
    if (set.lastErrorDate > 0) {
        info[u"last_error_date"_s] = set.lastErrorDate;
        info[u"last_error_message"_s] = set.lastErrorMessage;
    }
    return info;
}

} // namespace

std::optional<ApiOutcome> runWebhookMethod(const MethodRun &run)
{
    if (run.call.method == u"setWebhook"_s)
        return setWebhook(run);
    if (run.call.method == u"deleteWebhook"_s)
        return deleteWebhook(run);
    if (run.call.method == u"getWebhookInfo"_s)
        return getWebhookInfo(run);
    return {};
}

} // namespace rastro::sandbox
