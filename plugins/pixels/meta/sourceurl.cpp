// SPDX-License-Identifier: GPL-3.0-or-later
#include "sourceurl.h"

#include <QtCore/QStringList>
#include <QtCore/QUrl>

using namespace Qt::StringLiterals;

namespace rastro::meta {

QString eventSourceUrl(const QString &pageUrl)
{
    QUrl url(pageUrl, QUrl::TolerantMode);
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != u"http"_s && url.scheme() != u"https"_s))
        return {};
    QStringList kept;
    for (const auto &pair : url.query(QUrl::FullyEncoded).split(u'&', Qt::SkipEmptyParts)) {
        const auto key = pair.section(u'=', 0, 0);
        if (key.startsWith(u"utm_"_s) || key == u"fbclid"_s)
            kept.append(pair);
    }
    url.setUserInfo({});
    url.setFragment({});
    url.setQuery(kept.isEmpty() ? QString() : kept.join(u'&'), QUrl::TolerantMode);
    return url.toString(QUrl::FullyEncoded);
}

} // namespace rastro::meta
