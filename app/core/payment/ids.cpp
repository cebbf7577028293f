// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/payment/ids.h"

#include <QtCore/QRandomGenerator>
#include <array>

namespace rastro::core {

namespace {

template<size_t Words>
QByteArray randomBytes()
{
    std::array<quint32, Words> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return {reinterpret_cast<const char *>(words.data()), sizeof words};
}

} // namespace

QString newUnguessableId()
{
    return QString::fromLatin1(randomBytes<4>().toHex());
}

QString newButtonId()
{
    return QString::fromLatin1(randomBytes<3>().toBase64(QByteArray::Base64UrlEncoding));
}

} // namespace rastro::core
