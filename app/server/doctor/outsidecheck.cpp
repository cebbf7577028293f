// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/doctor/outsidecheck.h"

#include "telegram/api/bottoken.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::server {

namespace {

constexpr int manyUpdates = 100;
constexpr std::chrono::microseconds recent = 10min;

QString subjectOf(const core::Bot &bot)
{
    return u"bot “%1”"_s.arg(bot.key);
}

bool isLocal(const QUrl &url)
{
    return url.host() == u"localhost" || QHostAddress(url.host()).isLoopback();
}

Finding checkForm(const QUrl &url, const core::Shop &shop)
{
    const auto subject = u"public address"_s;
    const bool webhooks = std::any_of(shop.bots.begin(), shop.bots.end(),
                                      [](const core::Bot &bot) { return bot.active && bot.updates == u"webhook"; });
    if (url.scheme() == u"https")
        return {Finding::Well, u"address.form"_s, subject, url.toString(), {}};
    if (webhooks)
        return {Finding::Trouble, u"address.form"_s, subject,
                u"%1 is not https, and some bot takes updates by webhook: Telegram will not post there."_s.arg(
                    url.toString()),
                u"Put a reverse proxy with a certificate in front and give --public-url https://…, or use polling."_s};
    return {
        Finding::Warning, u"address.form"_s, subject,
        u"%1 is not https: people on the internet cannot reach links and delivery pages there."_s.arg(url.toString()),
        u"Give --public-url https://… once the server has a name; examples are in share/doc/rastro."_s};
}

Finding checkReach(const QUrl &url, const Result<HttpAnswer> &answer)
{
    const auto subject = u"public address"_s;
    // Nobody expects to reach a loopback address while no server runs.
    const auto level = isLocal(url) ? Finding::Warning : Finding::Trouble;
    if (!answer)
        return {level, u"address.unreachable"_s, subject, answer.error().message,
                u"Check that the name leads to this machine, the port is open, the certificate is valid, and rastro "
                "serve runs."_s};
    if (answer->status != 200)
        return {level, u"address.unreachable"_s, subject,
                u"GET /healthz there answers HTTP %1 instead of 200."_s.arg(answer->status),
                u"Let the reverse proxy pass everything on to --listen; examples are in share/doc/rastro."_s};
    return {Finding::Well, u"address.reachable"_s, subject, u"It leads to this server."_s, {}};
}

// The remedy follows from who said no.
Finding noAnswer(const core::Bot &bot, const telegram::ApiError &error)
{
    const auto trouble = [&](const QString &code, const QString &remedy) {
        return Finding{Finding::Trouble, code, subjectOf(bot), u"getMe: "_s + telegram::describe(error), remedy};
    };
    const bool ofTelegram = error.origin == telegram::ApiError::Origin::Telegram;
    if (ofTelegram && (error.code == 401 || error.code == 404))
        return trouble(u"bot.token"_s,
                       u"The token is not valid any more: get one from @BotFather, and apply the shop file with it."_s);
    if (ofTelegram && error.code == 403)
        return trouble(u"bot.unreachable"_s, u"Telegram has closed this bot: look at it in @BotFather, and lead the "
                                             "pool to another one meanwhile."_s);
    if (ofTelegram && error.code == 429)
        return trouble(u"bot.unreachable"_s,
                       u"Too much was asked of Telegram: wait. If it stays so, does another program use this token?"_s);
    if (ofTelegram && error.code >= 500)
        return trouble(u"bot.unreachable"_s, u"Trouble at Telegram: wait; it is tried again by itself."_s);
    return trouble(u"bot.unreachable"_s, u"Check the network and --telegram-api; it is tried again by itself."_s);
}

Finding checkMe(const core::Bot &bot, const telegram::ApiResult &me)
{
    if (!me)
        return noAnswer(bot, me.error());
    const auto username = me->toObject()[u"username"_s].toString();
    if (!bot.username.isEmpty() && username != bot.username)
        return {Finding::Warning, u"bot.renamed"_s, subjectOf(bot),
                u"Telegram calls it @%1 now, links lead to @%2."_s.arg(username, bot.username),
                u"Restart rastro serve: it learns the new name."_s};
    return {Finding::Well, u"bot.token"_s, subjectOf(bot), u"Telegram accepts its token."_s, {}};
}

QString webhookUrl(const core::Bot &bot, const QUrl &publicUrl)
{
    auto url = publicUrl;
    url.setPath(u"/telegram/"_s + bot.routeId);
    return url.toString(QUrl::FullyEncoded);
}

// The address of a webhook is a secret of its own: only its host is shown.
QString hostOf(const QString &url)
{
    return QUrl(url).host();
}

void checkWebhook(QList<Finding> &findings, const core::Bot &bot, const QJsonObject &info, const QUrl &publicUrl,
                  Micros now)
{
    const auto url = info[u"url"_s].toString();
    const auto subject = subjectOf(bot);
    const bool byWebhook = bot.updates == u"webhook";
    if (byWebhook && url.isEmpty())
        findings.append({Finding::Trouble, u"bot.webhook_url"_s, subject, u"It has no webhook at Telegram."_s,
                         u"rastro serve sets it within a minute; if it does not, see its log."_s});
    else if (byWebhook && url != webhookUrl(bot, publicUrl))
        findings.append({Finding::Trouble, u"bot.webhook_url"_s, subject,
                         u"Its webhook leads to %1 and not here."_s.arg(hostOf(url)),
                         u"Another program uses this token, or --public-url changed: stop the other one; rastro serve "
                         "sets the webhook again."_s});
    else if (!byWebhook && !url.isEmpty())
        findings.append({Finding::Trouble, u"bot.webhook_foreign"_s, subject,
                         u"It is polled, but has a webhook to %1, which takes its updates away."_s.arg(hostOf(url)),
                         u"Stop the program that set it, then deleteWebhook; or give this bot a token of its own."_s});
    const auto pending = info[u"pending_update_count"_s].toInteger();
    const auto errorAt = info[u"last_error_date"_s].toInteger() * 1'000'000;
    if (byWebhook && pending > 0 && now - errorAt < recent.count())
        findings.append({Finding::Trouble, u"bot.webhook_failing"_s, subject,
                         u"Telegram cannot deliver to the webhook: "_s +
                             telegram::withoutTokens(info[u"last_error_message"_s].toString()),
                         u"Check the public address and its certificate."_s});
    if (pending >= manyUpdates)
        findings.append({Finding::Warning, u"bot.pending_updates"_s, subject,
                         u"%1 updates wait at Telegram."_s.arg(pending),
                         u"They are fetched while rastro serve runs; if the number grows, see its log."_s});
}

} // namespace

QList<Finding> checkAddress(const ServerOptions &options, const core::Shop &shop,
                            const std::optional<Result<HttpAnswer>> &answer)
{
    QList<Finding> findings{checkForm(options.publicUrl, shop)};
    if (answer)
        findings.append(checkReach(options.publicUrl, *answer));
    return findings;
}

QList<Finding> checkTelegram(const core::Bot &bot, const BotAnswers &answers, const QUrl &publicUrl, Micros now)
{
    QList<Finding> findings;
    if (answers.me)
        findings.append(checkMe(bot, *answers.me));
    if (answers.webhook && *answers.webhook)
        checkWebhook(findings, bot, (*answers.webhook)->toObject(), publicUrl, now);
    return findings;
}

QList<Finding> checkUpdates(const core::Shop &shop, const QMap<qint64, core::BotHealth> &health, Micros now)
{
    QList<Finding> findings;
    for (const core::Bot &bot : shop.bots) {
        const auto last = health.value(bot.id).lastUpdateAt;
        if (!bot.active || last == 0)
            continue;
        findings.append({Finding::Well,
                         u"bot.last_update"_s,
                         subjectOf(bot),
                         u"Telegram last sent something %1 ago."_s.arg(aboutHowLong(now - last)),
                         {}});
    }
    return findings;
}

} // namespace rastro::server
