// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/link.h"

#include <QtCore/QStringList>
#include <QtCore/QUrl>

namespace rastro::web {

using namespace Qt::StringLiterals;

QString linkOrNothing(const QString &text)
{
    static const QStringList schemes{u"https"_s, u"http"_s, u"tg"_s, u"mailto"_s};
    const QUrl url(text.trimmed(), QUrl::StrictMode);
    const bool leads = !url.host().isEmpty() || (url.scheme() == "mailto"_L1 && url.path().contains(u'@'));
    return url.isValid() && schemes.contains(url.scheme()) && leads ? text.trimmed() : QString();
}

} // namespace rastro::web
