// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/doctor/shopcheck.h"

#include "server/pools/poollist.h"

#include <QtCore/QMap>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

// So many refused charges in a row are no buyer's bad luck.
constexpr int suspicious = 3;

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
        return {Finding::Warning, u"bot.off"_s, subject, u"It is switched off."_s,
                u"Set \"active\": true in the shop file."_s};
    if (!bot.lastError.isEmpty())
        return {Finding::Trouble, u"bot.last_error"_s, subject, bot.lastError,
                u"Mend what the sentence says; it is tried again by itself."_s};
    if (bot.username.isEmpty())
        return {Finding::Warning, u"bot.unknown"_s, subject,
                u"Telegram has not told its name yet, so no link can lead to it."_s,
                u"Start rastro serve; if it stays so, check the network and --telegram-api."_s};
    return {
        Finding::Well, u"bot.known"_s, subject, u"Known as @%1, updates by %2."_s.arg(bot.username, bot.updates), {}};
}

QString placeOf(const core::Shop &shop, const core::PluginScope &scope)
{
    if (scope.kind == core::PluginScope::Pool) {
        const core::Pool *pool = shop.pool(scope.id);
        return u"pools[%1]"_s.arg(pool ? pool->slug : QString::number(scope.id));
    }
    const core::Bot *bot = shop.bot(scope.id);
    return u"bots[%1]"_s.arg(bot ? bot->key : QString::number(scope.id));
}

QString reasonsOf(const core::Shop &shop, const core::Pool &pool)
{
    QString reasons;
    for (const core::PoolBot &member : pool.bots) {
        const core::Bot *bot = shop.bot(member.botId);
        if (const QString reason = whyOut(bot, member); !reason.isEmpty())
            reasons += u" “%1”: %2."_s.arg(bot ? bot->key : u"?"_s, reason);
    }
    return reasons;
}

Finding checkPool(const core::Shop &shop, const core::Pool &pool)
{
    const auto subject = u"pool “%1”"_s.arg(pool.slug);
    const auto ready = std::count_if(pool.bots.begin(), pool.bots.end(), [&](const core::PoolBot &member) {
        return whyOut(shop.bot(member.botId), member).isEmpty();
    });
    const auto reasons = reasonsOf(shop, pool);
    if (!pool.active)
        return {Finding::Warning, u"pool.off"_s, subject,
                u"It is switched off: /go/%1 shows a page without a way to a bot."_s.arg(pool.slug),
                u"Set \"active\": true in the shop file, or run rastro pools enable %1."_s.arg(pool.slug)};
    if (ready == 0)
        return {Finding::Trouble, u"pool.no_bot"_s, subject, u"No bot of it can take people."_s + reasons,
                pool.fallbackUrl.isEmpty() ? u"Mend that; give it a \"fallback_url\" meanwhile."_s
                                           : u"Mend that; people are shown its fallback_url meanwhile."_s};
    const auto text = u"%1 of %2 bots take people, %3."_s.arg(ready).arg(pool.bots.size()).arg(pool.mode) + reasons;
    if (ready < pool.bots.size())
        return {Finding::Warning, u"pool.some_out"_s, subject, text,
                u"The others take their visitors meanwhile; an ill bot is taken back by itself."_s};
    return {Finding::Well, u"pool.ready"_s, subject, text, {}};
}

// In a pool whose clicks no pixel hears of, neither the pool nor one of its bots has one.
bool lacksPixel(const core::Shop &shop, const core::Pool &pool, const plugins::PluginCatalog &catalog)
{
    if (hasKind(shop, {core::PluginScope::Pool, pool.id}, catalog, plugins::PluginKind::Pixel))
        return false;
    return std::any_of(pool.bots.begin(), pool.bots.end(), [&](const core::PoolBot &entry) {
        return !hasKind(shop, {core::PluginScope::Bot, entry.botId}, catalog, plugins::PluginKind::Pixel);
    });
}

} // namespace

QList<Finding> checkPlugins(const plugins::PluginCatalog &catalog)
{
    QList<Finding> findings;
    int loaded = 0;
    for (const auto &entry : catalog.entries()) {
        if (entry.state == plugins::CatalogEntry::Loaded)
            ++loaded;
        else
            findings.append({Finding::Trouble, u"plugin.refused"_s, u"plugin %1"_s.arg(entry.file), entry.reason,
                             u"Replace the file, or take it out of the plugin folder."_s});
    }
    findings.prepend(
        loaded > 0 ? Finding{Finding::Well, u"plugin.loaded"_s, u"plugins"_s, u"%1 are loaded."_s.arg(loaded), {}}
                   : Finding{Finding::Trouble, u"plugin.none"_s, u"plugins"_s, u"No plugin is loaded."_s,
                             u"Install Rastro's plugins beside the program, or name their folder with --plugins."_s});
    return findings;
}

QList<Finding> checkBots(const core::Shop &shop, const plugins::PluginCatalog &catalog)
{
    QList<Finding> findings;
    if (shop.bots.isEmpty())
        findings.append({Finding::Warning, u"shop.empty"_s, u"shop"_s, u"There is no bot."_s,
                         u"Describe one in a shop file and rastro apply it."_s});
    for (const core::Bot &bot : shop.bots) {
        findings.append(checkBot(bot));
        const core::PluginScope scope{core::PluginScope::Bot, bot.id};
        const auto subject = u"bot “%1”"_s.arg(bot.key);
        if (!hasKind(shop, scope, catalog, plugins::PluginKind::Tracking))
            findings.append({Finding::Trouble, u"bot.no_tracking"_s, subject,
                             u"No tracking plugin: every sale will be organic."_s,
                             u"Add \"tracking\": {} to its plugins."_s});
        if (!hasKind(shop, scope, catalog, plugins::PluginKind::Gateway))
            findings.append({Finding::Trouble, u"bot.no_gateway"_s, subject, u"No payment gateway: it cannot sell."_s,
                             u"Add a gateway to its plugins, for a trial \"sandbox\": {}."_s});
        if (!hasKind(shop, scope, catalog, plugins::PluginKind::Pixel))
            findings.append({Finding::Warning, u"bot.no_pixel"_s, subject,
                             u"No pixel: organic sales, and those of pools without a pixel, are not reported."_s,
                             u"Add \"meta\": {…} to its plugins."_s});
        if (shop.currentOffers(bot.id).isEmpty())
            findings.append({Finding::Warning, u"bot.no_offer"_s, subject, u"It offers nothing."_s,
                             u"Add offers in the shop file."_s});
    }
    return findings;
}

QList<Finding> checkSettings(const core::Shop &shop, const plugins::PluginCatalog &catalog)
{
    QList<Finding> findings;
    for (const core::PluginSetting &setting : shop.plugins) {
        const auto path = u"%1.plugins.%2"_s.arg(placeOf(shop, setting.scope), setting.pluginId);
        const auto *entry = catalog.loaded(setting.pluginId);
        if (!entry) {
            findings.append({Finding::Trouble, u"plugin.missing"_s, path, catalog.whyMissing(setting.pluginId),
                             u"Install the plugin, or take it out of the shop file."_s});
            continue;
        }
        if (const auto judged = entry->manifest.settings.complete(setting.settings, path); !judged)
            findings.append({Finding::Trouble, u"plugin.settings"_s, path, judged.error().message,
                             u"Put it right in the shop file and apply it."_s});
    }
    return findings;
}

QList<Finding> checkPools(const core::Shop &shop, const plugins::PluginCatalog &catalog)
{
    QList<Finding> findings;
    for (const core::Pool &pool : shop.pools) {
        findings.append(checkPool(shop, pool));
        if (pool.active && lacksPixel(shop, pool, catalog))
            findings.append({Finding::Warning, u"pool.no_pixel"_s, u"pool “%1”"_s.arg(pool.slug),
                             u"Neither it nor every bot of it has a pixel: some clicks and sales are not reported."_s,
                             u"Add \"meta\": {…} to the pool's plugins."_s});
    }
    return findings;
}

QList<Finding> checkGateways(const core::Shop &shop, const QList<core::RecentCharge> &charges)
{
    struct Run
    {
        int all = 0;
        int failed = 0;
        QString error;
    };
    QMap<qint64, Run> runs;
    for (const core::RecentCharge &charge : charges) {
        Run &run = runs[charge.botId];
        ++run.all;
        if (charge.status != u"failed")
            continue;
        ++run.failed;
        run.error = charge.lastError;
    }
    QList<Finding> findings;
    for (auto run = runs.begin(); run != runs.end(); ++run) {
        const core::Bot *bot = shop.bot(run.key());
        if (run->failed == 0 || !bot)
            continue;
        const bool refusesAll = run->failed == run->all && run->all >= suspicious;
        findings.append(
            {refusesAll ? Finding::Trouble : Finding::Warning, u"gateway.refuses"_s, u"bot “%1”"_s.arg(bot->key),
             u"Of the last %1 charges the gateway refused %2; last: "_s.arg(run->all).arg(run->failed) + run->error,
             u"Mend what the gateway says: credentials, limits of the account, the offer's price."_s});
    }
    return findings;
}

} // namespace rastro::server
