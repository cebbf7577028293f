// SPDX-License-Identifier: GPL-3.0-or-later
#include "location.h"

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

QString locationOf(const QString &chargeId, const QString &host)
{
    return host + u"/qr/v2/"_s + chargeId;
}

QString chargeIdOf(const BrCode &code, const QString &host)
{
    const auto folder = locationOf(QString(), host);
    return code.url.startsWith(folder) ? code.url.mid(folder.size()) : QString();
}

} // namespace rastro::sandbox
