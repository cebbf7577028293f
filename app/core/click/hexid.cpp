// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/hexid.h"

#include "core/click/securerandom.h"

#include <algorithm>
#include <array>

namespace rastro::core {

QString randomHexId()
{
    const std::array<quint64, 2> words{secureRandom(), secureRandom()};
    const QByteArray bytes(reinterpret_cast<const char *>(words.data()), sizeof words);
    return QString::fromLatin1(bytes.toHex());
}

bool isHexId(QStringView text)
{
    const auto isLowerHex = [](QChar c) { return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f'); };
    return text.size() == 32 && std::all_of(text.begin(), text.end(), isLowerHex);
}

} // namespace rastro::core
