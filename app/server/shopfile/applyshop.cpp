// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shopfile/applyshop.h"

#include "core/click/hexid.h"
#include "server/shopfile/documentpath.h"

#include <QtCore/QSet>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

class Application
{
public:
    Application(core::UnitOfWork &uow, const core::Shop &shop, qint64 workspaceId)
        : m_uow(uow)
        , m_shop(shop)
        , m_workspace(workspaceId)
    {
    }

    void apply(const DocumentBot &wanted)
    {
        const core::Bot *before = m_shop.botByKey(m_workspace, wanted.bot.key);
        core::Bot bot = before ? *before : core::Bot{};
        const auto old = bot;
        bot.workspaceId = m_workspace;
        bot.key = wanted.bot.key;
        bot.active = wanted.bot.active;
        bot.updates = wanted.bot.updates;
        bot.welcome = wanted.bot.welcome;
        bot.tokenSource = wanted.bot.tokenSource;
        if (bot.token != wanted.bot.token) {
            bot.token = wanted.bot.token;
            if (bot.telegramId != wanted.bot.telegramId) {
                bot.username.clear();
                bot.name.clear();
            }
            bot.telegramId = wanted.bot.telegramId;
        }
        if (bot.routeId.isEmpty()) {
            bot.routeId = core::randomHexId();
            bot.webhookSecret = core::randomHexId();
        }
        if (!before || !sameBot(old, bot)) {
            bot.id = m_uow.shop().save(bot);
            if (before && old.token != bot.token)
                forgiveTroubles(bot.id);
            note(before ? u"bot “%1”: changed"_s : u"bot “%1”: added"_s, bot.key);
        }
        m_botIds.insert(bot.key, bot.id);
        applyOffers(bot, wanted.offers);
        applyPlugins({core::PluginScope::Bot, bot.id}, u"bot “%1”"_s.arg(bot.key), wanted.plugins);
    }

    void apply(const DocumentPool &wanted, qsizetype index)
    {
        const core::Pool *before = m_shop.poolBySlug(wanted.pool.slug);
        if (before && before->workspaceId != m_workspace)
            throw core::StorageFailure(
                wrongAt(u"pools[%1].slug"_s.arg(index), u"is taken in this installation. Choose another."_s).value());
        core::Pool pool = wanted.pool;
        pool.id = before ? before->id : 0;
        pool.workspaceId = m_workspace;
        for (qsizetype at = 0; at < pool.bots.size(); ++at)
            pool.bots[at].botId = botId(wanted.botKeys[at], u"pools[%1].bots[%2]"_s.arg(index).arg(at));
        for (core::PoolBot &bot : pool.bots)
            bot.status = statusOf(bot.botId);
        if (!before || !samePool(*before, pool)) {
            pool.id = m_uow.shop().save(pool);
            note(before ? u"pool “%1”: changed"_s : u"pool “%1”: added"_s, pool.slug);
        }
        applyPlugins({core::PluginScope::Pool, pool.id}, u"pool “%1”"_s.arg(pool.slug), wanted.plugins);
    }

    void apply(const QStringList &wantedUrls)
    {
        QStringList present;
        for (const core::PublicUrl &url : m_shop.publicUrls) {
            if (url.inShop)
                present.append(url.url);
        }
        if (present == wantedUrls)
            return;
        m_uow.shop().setPublicUrls(wantedUrls);
        note(u"public addresses: %1"_s, wantedUrls.isEmpty() ? u"those of the options"_s : wantedUrls.join(u", "_s));
    }

    [[nodiscard]] const QStringList &changes() const { return m_changes; }

private:
    void note(const QString &text, const QString &what) { m_changes.append(text.arg(what)); }

    static bool sameBot(const core::Bot &a, const core::Bot &b)
    {
        return a.active == b.active && a.updates == b.updates && a.welcome == b.welcome && a.token == b.token &&
               a.tokenSource == b.tokenSource && a.routeId == b.routeId;
    }

    static bool samePool(const core::Pool &a, const core::Pool &b)
    {
        const auto same = [](const core::PoolBot &x, const core::PoolBot &y) {
            return x.botId == y.botId && x.weight == y.weight && x.priority == y.priority && x.enabled == y.enabled;
        };
        return a.name == b.name && a.strategy == b.strategy && a.mode == b.mode && a.active == b.active &&
               a.fallbackUrl == b.fallbackUrl && a.sticky == b.sticky &&
               std::equal(a.bots.begin(), a.bots.end(), b.bots.begin(), b.bots.end(), same);
    }

    // A new token is a new bot, as far as its health goes.
    void forgiveTroubles(qint64 botId)
    {
        m_uow.shop().setBotHealth(botId, {});
        m_forgiven.insert(botId);
    }

    [[nodiscard]] QString statusOf(qint64 botId) const
    {
        const core::Bot *bot = m_shop.bot(botId);
        const bool out = bot && !bot->health.isClosed() && !m_forgiven.contains(botId);
        return out ? u"offline"_s : u"online"_s;
    }

    qint64 botId(const QString &key, const QString &path) const
    {
        if (const auto known = m_botIds.value(key))
            return known;
        if (const core::Bot *bot = m_shop.botByKey(m_workspace, key))
            return bot->id;
        throw core::StorageFailure(
            wrongAt(path, u"there is no bot “%1” here. Add it under \"bots\"."_s.arg(key)).value());
    }

    void applyOffers(const core::Bot &bot, const QList<core::Offer> &wanted)
    {
        QSet<QString> kept;
        for (core::Offer offer : wanted) {
            offer.botId = bot.id;
            kept.insert(offer.key);
            const auto current = m_shop.currentOffers(bot.id);
            const auto same = std::any_of(current.begin(), current.end(), [&](const core::Offer &old) {
                return old.key == offer.key && old.title == offer.title && old.price == offer.price &&
                       old.deliver == offer.deliver;
            });
            if (same)
                continue;
            m_uow.shop().save(offer);
            m_changes.append(u"bot “%1”, offer “%2”: new version"_s.arg(bot.key, offer.key));
        }
        for (const core::Offer &old : m_shop.currentOffers(bot.id)) {
            if (kept.contains(old.key))
                continue;
            m_uow.shop().retireOffer(bot.id, old.key);
            m_changes.append(u"bot “%1”, offer “%2”: no longer sold"_s.arg(bot.key, old.key));
        }
    }

    void applyPlugins(const core::PluginScope &scope, const QString &owner, const QList<DocumentPlugin> &wanted)
    {
        QSet<QString> kept;
        for (const DocumentPlugin &plugin : wanted) {
            kept.insert(plugin.id);
            const auto *before = m_shop.plugin(scope, plugin.id);
            if (before && before->settings == plugin.settings && before->secretSources == plugin.secretSources)
                continue;
            core::PluginSetting setting = before ? *before : core::PluginSetting{scope, plugin.id, {}, {}, {}};
            setting.settings = plugin.settings;
            setting.secretSources = plugin.secretSources;
            if (setting.noticeSecret.isEmpty())
                setting.noticeSecret = core::randomHexId();
            m_uow.shop().save(setting);
            // Events that stopped for want of credentials get another chance with the new settings.
            m_uow.conversions().resume(scope, plugin.id, 0);
            m_changes.append(u"%1, plugin “%2”: %3"_s.arg(owner, plugin.id, before ? u"changed"_s : u"enabled"_s));
        }
        for (const core::PluginSetting &old : m_shop.plugins) {
            if (old.scope != scope || kept.contains(old.pluginId))
                continue;
            m_uow.shop().removePlugin(scope, old.pluginId);
            m_changes.append(u"%1, plugin “%2”: disabled"_s.arg(owner, old.pluginId));
        }
    }

    core::UnitOfWork &m_uow;
    const core::Shop &m_shop;
    qint64 m_workspace;
    QHash<QString, qint64> m_botIds;
    QSet<qint64> m_forgiven;
    QStringList m_changes;
};

} // namespace

QStringList applyShop(core::UnitOfWork &uow, const ShopDocument &document, qint64 workspaceId)
{
    const auto shop = uow.shop().load();
    Application application(uow, shop, workspaceId);
    for (const DocumentBot &bot : document.bots)
        application.apply(bot);
    for (qsizetype at = 0; at < document.pools.size(); ++at)
        application.apply(document.pools[at], at);
    if (document.publicUrls)
        application.apply(*document.publicUrls);
    if (!application.changes().isEmpty())
        uow.shop().bumpRevision();
    return application.changes();
}

} // namespace rastro::server
