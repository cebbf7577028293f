// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/runtime/publicurls.h"

#include <algorithm>

namespace rastro::server {

QStringList publicUrls(const ServerOptions &options, const core::Shop &shop)
{
    QStringList urls;
    for (const core::PublicUrl &url : shop.publicUrls) {
        if (url.inShop)
            urls.append(url.url);
    }
    if (!urls.isEmpty())
        return urls;
    urls.append(options.publicUrl.toString(QUrl::StripTrailingSlash));
    for (const QUrl &url : options.morePublicUrls)
        urls.append(url.toString(QUrl::StripTrailingSlash));
    return urls;
}

QString presentPublicUrl(const QStringList &urls, const core::Shop &shop)
{
    const auto well =
        std::find_if(urls.begin(), urls.end(), [&](const QString &url) { return healthOf(url, shop).isClosed(); });
    return well == urls.end() ? urls.first() : *well;
}

core::Circuit healthOf(const QString &url, const core::Shop &shop)
{
    const auto known = std::find_if(shop.publicUrls.begin(), shop.publicUrls.end(),
                                    [&](const core::PublicUrl &candidate) { return candidate.url == url; });
    return known == shop.publicUrls.end() ? core::Circuit{} : known->health;
}

} // namespace rastro::server
