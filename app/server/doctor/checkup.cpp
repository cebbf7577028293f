// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/doctor/checkup.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

constexpr int orphansShown = 20;

bool hasKind(const core::Shop &shop, const core::PluginScope &scope, const plugins::PluginCatalog &catalog,
             plugins::PluginKind kind)
{
    return std::any_of(shop.plugins.begin(), shop.plugins.end(), [&](const core::PluginSetting &setting) {
        const auto *entry = setting.scope == scope ? catalog.loaded(setting.pluginId) : nullptr;
        return entry && entry->manifest.kind == kind;
    });
}

Finding checkBot(const core::Bot &bot)
{
    const auto subject = u"bot “%1”"_s.arg(bot.key);
    if (!bot.active)
        return {Finding::Warning, subject, u"It is switched off."_s, u"Set \"active\": true in the shop file."_s};
    if (!bot.lastError.isEmpty())
        return {Finding::Trouble, subject, bot.lastError,
                u"Mend what the sentence says; it is tried again by itself."_s};
    if (bot.username.isEmpty())
        return {Finding::Warning, subject, u"Telegram has not told its name yet, so no link can lead to it."_s,
                u"Start rastro serve; if it stays so, check the network and --telegram-api."_s};
    return {Finding::Well, subject, u"Known as @%1, updates by %2."_s.arg(bot.username, bot.updates), {}};
}

} // namespace

QJsonObject Finding::toJson() const
{
    return {{u"level"_s, levelName(level)}, {u"subject"_s, subject}, {u"text"_s, text}, {u"remedy"_s, remedy}};
}

QString levelName(Finding::Level level)
{
    return level == Finding::Well ? u"ok"_s : level == Finding::Warning ? u"warning"_s : u"trouble"_s;
}

QueueCounts countQueues(core::UnitOfWork &uow)
{
    return {uow.conversions().countByState(), uow.messages().countByState(),
            uow.notices().inState(u"orphan"_s, orphansShown), uow.notices().inState(u"refused"_s, orphansShown)};
}

QList<Finding> checkPlugins(const plugins::PluginCatalog &catalog)
{
    QList<Finding> findings;
    int loaded = 0;
    for (const auto &entry : catalog.entries()) {
        if (entry.state == plugins::CatalogEntry::Loaded)
            ++loaded;
        else
            findings.append({Finding::Trouble, u"plugin %1"_s.arg(entry.file), entry.reason,
                             u"Replace the file, or take it out of the plugin folder."_s});
    }
    findings.prepend(
        loaded > 0 ? Finding{Finding::Well, u"plugins"_s, u"%1 are loaded."_s.arg(loaded), {}}
                   : Finding{Finding::Trouble, u"plugins"_s, u"No plugin is loaded."_s,
                             u"Install Rastro's plugins beside the program, or name their folder with --plugins."_s});
    return findings;
}

QList<Finding> checkAddresses(const ServerOptions &options, const core::Shop &shop)
{
    const bool https = options.publicUrl.scheme() == u"https";
    const bool webhooks = std::any_of(shop.bots.begin(), shop.bots.end(),
                                      [](const core::Bot &bot) { return bot.active && bot.updates == u"webhook"; });
    const auto url = options.publicUrl.toString();
    if (https)
        return {{Finding::Well, u"public address"_s, url, {}}};
    if (webhooks)
        return {
            {Finding::Trouble, u"public address"_s,
             u"%1 is not https, and some bot takes updates by webhook: Telegram will not post there."_s.arg(url),
             u"Put a reverse proxy with a certificate in front and give --public-url https://…, or use polling."_s}};
    return {{Finding::Warning, u"public address"_s,
             u"%1 is not https: people on the internet cannot reach links and delivery pages there."_s.arg(url),
             u"Give --public-url https://… once the server has a name; examples are in share/doc/rastro."_s}};
}

QList<Finding> checkBots(const core::Shop &shop, const plugins::PluginCatalog &catalog)
{
    QList<Finding> findings;
    if (shop.bots.isEmpty())
        findings.append({Finding::Warning, u"shop"_s, u"There is no bot."_s,
                         u"Describe one in a shop file and rastro apply it."_s});
    for (const core::Bot &bot : shop.bots) {
        findings.append(checkBot(bot));
        const core::PluginScope scope{core::PluginScope::Bot, bot.id};
        const auto subject = u"bot “%1”"_s.arg(bot.key);
        if (!hasKind(shop, scope, catalog, plugins::PluginKind::Tracking))
            findings.append({Finding::Trouble, subject, u"No tracking plugin: every sale will be organic."_s,
                             u"Add \"tracking\": {} to its plugins."_s});
        if (!hasKind(shop, scope, catalog, plugins::PluginKind::Gateway))
            findings.append({Finding::Trouble, subject, u"No payment gateway: it cannot sell."_s,
                             u"Add a gateway to its plugins, for a trial \"sandbox\": {}."_s});
        if (!hasKind(shop, scope, catalog, plugins::PluginKind::Pixel))
            findings.append({Finding::Warning, subject,
                             u"No pixel: organic sales, and those of pools without a pixel, are not reported."_s,
                             u"Add \"meta\": {…} to its plugins."_s});
        if (shop.currentOffers(bot.id).isEmpty())
            findings.append({Finding::Warning, subject, u"It offers nothing."_s, u"Add offers in the shop file."_s});
    }
    return findings;
}

QList<Finding> checkPools(const core::Shop &shop)
{
    QList<Finding> findings;
    for (const core::Pool &pool : shop.pools) {
        const auto subject = u"pool “%1”"_s.arg(pool.slug);
        const auto ready = std::count_if(pool.bots.begin(), pool.bots.end(), [&](const core::PoolBot &entry) {
            const core::Bot *bot = shop.bot(entry.botId);
            return entry.enabled && entry.status == u"online" && bot && bot->active && !bot->username.isEmpty();
        });
        if (!pool.active)
            findings.append({Finding::Warning, subject,
                             u"It is switched off: /go/%1 shows a page without a way to a bot."_s.arg(pool.slug),
                             u"Set \"active\": true in the shop file."_s});
        else if (ready == 0)
            findings.append({Finding::Trouble, subject, u"No bot of it can take people."_s,
                             u"See its bots above; give it a \"fallback_url\" meanwhile."_s});
        else
            findings.append({Finding::Well,
                             subject,
                             u"%1 of %2 bots take people, %3."_s.arg(ready).arg(pool.bots.size()).arg(pool.mode),
                             {}});
    }
    return findings;
}

QList<Finding> checkQueues(const QueueCounts &counts)
{
    QList<Finding> findings;
    const auto report = [&](const QString &subject, qint64 count, Finding::Level level, const QString &text,
                            const QString &remedy) {
        if (count > 0)
            findings.append({level, subject, text.arg(count), remedy});
    };
    report(u"events"_s, counts.conversions.value(u"stopped"_s), Finding::Trouble,
           u"%1 wait because a pixel's credentials are refused."_s,
           u"Put a new token into the shop file and apply it: they go out then."_s);
    report(u"events"_s, counts.conversions.value(u"dead"_s), Finding::Warning, u"%1 were refused for good."_s,
           u"rastro trace of their payment tells why."_s);
    report(u"messages"_s, counts.messages.value(u"failed"_s), Finding::Warning, u"%1 could not be sent."_s,
           u"rastro trace of the payment tells why."_s);
    report(u"deliveries"_s, counts.messages.value(u"unreachable"_s), Finding::Warning,
           u"%1 messages wait for people who blocked the bot."_s, u"They are sent when the person comes back."_s);
    report(u"notices"_s, counts.orphans.size(), Finding::Warning,
           u"%1 gateway notices name a charge that no payment has."_s,
           u"Look the charge up at the gateway: it may be another shop's."_s);
    report(u"notices"_s, counts.refused.size(), Finding::Warning,
           u"%1 gateway notices were refused (forged or malformed)."_s,
           u"If they are real, check the gateway's webhook secret."_s);
    if (findings.isEmpty())
        findings.append(
            {Finding::Well,
             u"queues"_s,
             u"Nothing is stuck: %1 events and %2 messages wait."_s.arg(counts.conversions.value(u"pending"_s))
                 .arg(counts.messages.value(u"pending"_s)),
             {}});
    return findings;
}

} // namespace rastro::server
