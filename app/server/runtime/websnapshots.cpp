// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/runtime/websnapshots.h"

#include "plugins/host/fence.h"
#include "server/runtime/desiredplugins.h"

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

void addSnippets(QList<web::ScopedSnippet> &snippets, const core::PluginScope &scope, const PixelPlugin &pixel,
                 const QString &id)
{
    for (const auto name : {EventName::PageView, EventName::Purchase}) {
        const auto thrown = plugins::thrownBy([&] {
            if (pixel.wants(name))
                snippets.append({scope, name, pixel.browserSnippet(name)});
        });
        if (thrown)
            qWarning().noquote() << u"plugin %1: no browser code: %2"_s.arg(id, *thrown);
    }
}

void addKeys(core::CaptureKeys &keys, const plugins::PluginManifest &manifest)
{
    for (const QString &key : manifest.captureQuery) {
        if (!keys.query.contains(key.toUtf8()))
            keys.query.append(key.toUtf8());
    }
    for (const QString &cookie : manifest.captureCookies) {
        if (!keys.cookies.contains(cookie.toUtf8()))
            keys.cookies.append(cookie.toUtf8());
    }
}

} // namespace

Result<web::WebSettings> webSettings(const ServerOptions &options)
{
    web::WebSettings settings;
    settings.publicUrl = options.publicUrl.toString(QUrl::StripTrailingSlash);
    settings.telegramUrl = options.telegramLink.toString(QUrl::StripTrailingSlash);
    const auto proxies = core::TrustedProxies::parse(options.trustedProxies);
    if (!proxies)
        return tl::unexpected<Error>(proxies.error());
    settings.proxies = *proxies;
    settings.addresses = options.addresses;
    return settings;
}

std::shared_ptr<const web::WebSnapshot> webSnapshot(const core::Shop &shop, const web::WebSettings &settings,
                                                    const plugins::PluginHost &plugins,
                                                    const plugins::PluginCatalog &catalog, const core::BotLoads &loads)
{
    QList<web::ScopedSnippet> snippets;
    core::CaptureKeys keys;
    for (const core::PluginScope &scope : scopesOf(shop)) {
        for (const auto &[id, pixel] : plugins.pixels(scope)) {
            addSnippets(snippets, scope, *pixel, id);
            if (const auto *entry = catalog.loaded(id))
                addKeys(keys, entry->manifest);
        }
    }
    return std::make_shared<const web::WebSnapshot>(shop, settings, snippets, keys, loads);
}

} // namespace rastro::server
