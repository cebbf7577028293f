// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/websnapshot.h"

namespace rastro::web {

using namespace Qt::StringLiterals;

WebSnapshot::WebSnapshot(const core::Shop &shop, WebSettings settings, const QList<ScopedSnippet> &snippets,
                         core::CaptureKeys keys)
    : m_settings(std::move(settings))
    , m_keys(std::move(keys))
{
    for (const core::Pool &pool : shop.pools)
        m_pools.insert(pool.slug.toUtf8(), {pool, core::PoolChoice(pool, shop.bots)});
    for (const core::Bot &bot : shop.bots)
        m_bots.insert(bot.id, {bot.username, bot.name.isEmpty() ? bot.username : bot.name});

    std::map<core::PluginScope, std::map<EventName, QList<BrowserSnippet>>> grouped;
    for (const ScopedSnippet &snippet : snippets)
        grouped[snippet.scope][snippet.event].append(snippet.snippet);
    for (const auto &[scope, events] : grouped) {
        for (const auto &[event, list] : events)
            m_pixels[scope].emplace(event, PixelCode(list));
    }
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

bool WebSnapshot::isSecure() const
{
    return m_settings.publicUrl.startsWith("https://"_L1, Qt::CaseInsensitive);
}

QString WebSnapshot::telegramLink(const QString &username, const QString &start) const
{
    const QString page = m_settings.telegramUrl + u'/' + username;
    return start.isEmpty() ? page : page + "?start="_L1 + start;
}

} // namespace rastro::web
