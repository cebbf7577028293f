// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/hexid.h"

#include "core/click/securerandom.h"

#include <algorithm>
#include <array>

namespace rastro::core {

QString hexDigits(quint64 high, quint64 low)
{
    static constexpr char16_t digits[] = u"0123456789abcdef";
    std::array<QChar, 32> text;
    for (size_t i = 0; i < 16; ++i) {
        text[15 - i] = digits[high >> (4 * i) & 15];
        text[31 - i] = digits[low >> (4 * i) & 15];
    }
    return QString(text.data(), qsizetype(text.size()));
}

QString randomHexId()
{
    const quint64 high = secureRandom();
    return hexDigits(high, secureRandom());
}

bool isHexId(QStringView text)
{
    const auto isLowerHex = [](QChar c) { return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f'); };
    return text.size() == 32 && std::all_of(text.begin(), text.end(), isLowerHex);
}

} // namespace rastro::core
