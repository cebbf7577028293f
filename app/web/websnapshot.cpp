// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/websnapshot.h"

#include <QtCore/QStringBuilder>
#include <QtCore/QUrl>

namespace rastro::web {

using namespace Qt::StringLiterals;

namespace {

/// As a browser names it in the Host field: without the port that the scheme has anyway.
QByteArray hostOf(const QString &text)
{
    const QUrl url(text);
    const bool usual = url.port() < 0 || url.port() == (url.scheme() == "https"_L1 ? 443 : 80);
    const QByteArray host = url.host(QUrl::FullyEncoded).toLatin1().toLower();
    const QByteArray name = host.contains(':') ? '[' + host + ']' : host;
    return usual ? name : name + ':' + QByteArray::number(url.port());
}

} // namespace

WebSnapshot::WebSnapshot(const core::Shop &shop, WebSettings settings, const QList<ScopedSnippet> &snippets,
                         core::CaptureKeys keys, const core::BotLoads &loads)
    : m_settings(std::move(settings))
    , m_keys(std::move(keys))
    , m_isSecure(m_settings.publicUrl.startsWith("https://"_L1, Qt::CaseInsensitive))
{
    for (const core::Pool &pool : shop.pools)
        insert(pool, shop, loads);
    for (const core::Bot &bot : shop.bots)
        m_bots.insert(bot.id, {bot.username, bot.name.isEmpty() ? bot.username : bot.name});

    if (!m_settings.otherUrls.isEmpty()) {
        for (const QString &url : QStringList{m_settings.publicUrl} + m_settings.otherUrls)
            m_byHost.insert(hostOf(url), url);
    }
    std::map<core::PluginScope, std::map<EventName, QList<BrowserSnippet>>> grouped;
    for (const ScopedSnippet &snippet : snippets)
        grouped[snippet.scope][snippet.event].append(snippet.snippet);
    for (const auto &[scope, events] : grouped) {
        for (const auto &[event, list] : events)
            m_pixels[scope].emplace(event, PixelCode(list));
    }
}

std::shared_ptr<const WebSnapshot> WebSnapshot::withLoads(const core::Shop &shop, const core::BotLoads &loads) const
{
    const auto loaded = std::make_shared<WebSnapshot>(*this);
    for (const core::Pool &pool : shop.pools)
        loaded->insert(pool, shop, loads);
    return loaded;
}

void WebSnapshot::insert(const core::Pool &pool, const core::Shop &shop, const core::BotLoads &loads)
{
    const QByteArray slug = pool.slug.toUtf8();
    m_pools.insert(slug, {pool, core::PoolChoice(pool, shop.bots, loads), "/go/" + slug});
}

const QString &WebSnapshot::baseUrl(QByteArrayView host) const
{
    if (m_byHost.isEmpty())
        return m_settings.publicUrl;
    const auto found = m_byHost.constFind(host.toByteArray().toLower());
    return found == m_byHost.constEnd() ? m_settings.publicUrl : *found;
}

const WebSnapshot::PoolPage *WebSnapshot::pool(const QByteArray &slug) const
{
    const auto found = m_pools.constFind(slug);
    return found == m_pools.constEnd() ? nullptr : &*found;
}

const PixelCode &WebSnapshot::pixels(qint64 poolId, qint64 botId, EventName event) const
{
    static const PixelCode none;
    auto scope = m_pixels.find({core::PluginScope::Pool, poolId});
    if (scope == m_pixels.end())
        scope = m_pixels.find({core::PluginScope::Bot, botId});
    if (scope == m_pixels.end())
        return none;
    const auto code = scope->second.find(event);
    return code == scope->second.end() ? none : code->second;
}

QString WebSnapshot::telegramLink(const QString &username, const QString &start) const
{
    return m_settings.telegramUrl % u'/' % username % (start.isEmpty() ? ""_L1 : "?start="_L1) % start;
}

} // namespace rastro::web
