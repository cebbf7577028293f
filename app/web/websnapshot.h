// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/addressstorage.h"
#include "core/click/capture.h"
#include "core/click/clientaddress.h"
#include "core/click/poolchoice.h"
#include "core/shop/shop.h"
#include "web/pixelcode.h"

#include <QtCore/QHash>
#include <chrono>
#include <map>
#include <memory>

namespace rastro::web {

/// What the installation's settings say about the public side.
struct WebSettings
{
    QString publicUrl =
        QStringLiteral("http://127.0.0.1:8080");          ///< Without a slash at the end. https: cookies are Secure.
    QStringList otherUrls;                                ///< Further addresses of the installation, in the same form.
    QString telegramUrl = QStringLiteral("https://t.me"); ///< Where links to bots lead, without a slash at the end.
    QString contactUrl; ///< A way to reach a person, offered where a page cannot help. May be empty.
    core::TrustedProxies proxies;
    core::AddressStorage addresses = core::AddressStorage::Full;
    QList<core::IpAddress> ownAddresses; ///< The server's own, never reported as a visitor's.
    /// How long the bridge page stays for the pixel's sake: at least so long, even if it is done sooner (it may still
    /// be writing its cookies), and at most so long, even if it is not. What pixels need in the field.
    std::chrono::milliseconds leastDwell{800};
    std::chrono::milliseconds mostDwell{1500};
};

/// What one pixel has to say in the browser at one event: as the plugin gave it.
struct ScopedSnippet
{
    core::PluginScope scope;
    EventName event = EventName::PageView;
    BrowserSnippet snippet;
};

/// All that the public pages need to know, as one immutable value: HTTP threads read it without a lock and without
/// asking a plugin. Made anew at each change of the shop.
class WebSnapshot
{
public:
    struct PoolPage
    {
        core::Pool pool;
        core::PoolChoice choice;
        QByteArray path; ///< "/go/<slug>".
    };
    struct BotPage
    {
        QString username;
        QString name;
    };

    /// `keys`: what the enabled pixels want captured.
    WebSnapshot(const core::Shop &shop, WebSettings settings, const QList<ScopedSnippet> &snippets = {},
                core::CaptureKeys keys = {}, const core::BotLoads &loads = {});

    /// The same with other loads, for pools of the strategy "least_loaded". `shop` must be the one it was made of.
    [[nodiscard]] std::shared_ptr<const WebSnapshot> withLoads(const core::Shop &shop,
                                                               const core::BotLoads &loads) const;

    /// By slug, exactly. Null when there is none; a pool that is switched off is there.
    [[nodiscard]] const PoolPage *pool(const QByteArray &slug) const;
    /// Of a bot of the shop; empty for any other id.
    [[nodiscard]] BotPage bot(qint64 id) const { return m_bots.value(id); }
    /// The browser code for an event: that of the pool's pixels, or, when the pool has none, that of the bot's.
    [[nodiscard]] const PixelCode &pixels(qint64 poolId, qint64 botId, EventName event) const;

    [[nodiscard]] const WebSettings &settings() const { return m_settings; }
    [[nodiscard]] const core::CaptureKeys &captureKeys() const { return m_keys; }
    /// The public address is https.
    [[nodiscard]] bool isSecure() const { return m_isSecure; }
    /// The address by which a visitor came: the installation's own one with this Host, else the public one. What a
    /// visitor claims is never repeated: an unknown Host is served as the public address is.
    [[nodiscard]] const QString &baseUrl(QByteArrayView host) const;
    /// "https://t.me/shop_bot?start=…"; without `start`, the bot's page.
    [[nodiscard]] QString telegramLink(const QString &username, const QString &start = {}) const;

private:
    void insert(const core::Pool &pool, const core::Shop &shop, const core::BotLoads &loads);

    WebSettings m_settings;
    core::CaptureKeys m_keys;
    bool m_isSecure;
    QHash<QByteArray, PoolPage> m_pools;
    QHash<QByteArray, QString> m_byHost; ///< Only if there is more than one address.
    QHash<qint64, BotPage> m_bots;
    std::map<core::PluginScope, std::map<EventName, PixelCode>> m_pixels;
};

} // namespace rastro::web
