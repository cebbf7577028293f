// SPDX-License-Identifier: GPL-3.0-or-later
#include "noticesignature.h"

#include <QtCore/QMessageAuthenticationCode>

namespace rastro::sandbox {

QByteArray signNotice(const QByteArray &secret, qint64 unixSeconds, const QByteArray &body)
{
    const auto time = QByteArray::number(unixSeconds);
    const auto mac = QMessageAuthenticationCode::hash(time + '.' + body, secret, QCryptographicHash::Sha256);
    return "t=" + time + ",v1=" + mac.toHex();
}

} // namespace rastro::sandbox
