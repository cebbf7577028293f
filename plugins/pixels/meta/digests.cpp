// SPDX-License-Identifier: GPL-3.0-or-later
#include "digests.h"

#include <QtCore/QCryptographicHash>
#include <algorithm>

namespace rastro::meta {

bool isDigest(QStringView text)
{
    const auto isHex = [](QChar c) {
        const char16_t u = c.unicode();
        return (u >= u'0' && u <= u'9') || (u >= u'a' && u <= u'f') || (u >= u'A' && u <= u'F');
    };
    return (text.size() == 64 || text.size() == 32) && std::all_of(text.begin(), text.end(), isHex);
}

QString sha256Hex(const QString &text)
{
    Q_ASSERT(!text.isEmpty());
    return QString::fromLatin1(QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256).toHex());
}

QStringList digests(const QString &raw, const Rule &rule)
{
    const auto trimmed = raw.trimmed();
    if (isDigest(trimmed))
        return {trimmed.toLower()};
    QStringList all;
    for (const auto &form : rule(raw)) {
        if (!form.isEmpty())
            all.append(isDigest(form) ? form : sha256Hex(form));
    }
    all.removeDuplicates();
    return all;
}

} // namespace rastro::meta
