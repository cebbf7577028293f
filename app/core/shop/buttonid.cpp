// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/shop/buttonid.h"

#include <QtCore/QRandomGenerator>
#include <array>

namespace rastro::core {

QString newButtonId()
{
    std::array<quint32, 3> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    const QByteArray bytes(reinterpret_cast<const char *>(words.data()), sizeof words);
    return QString::fromLatin1(bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

} // namespace rastro::core
