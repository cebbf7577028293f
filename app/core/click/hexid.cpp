// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/hexid.h"

#include "core/click/securerandom.h"

#include <algorithm>

namespace rastro::core {

namespace {

template <class Character>
void writeHex(Character *digits, quint64 bits)
{
    for (int i = 15; i >= 0; --i, bits >>= 4)
        digits[i] = Character(u"0123456789abcdef"[bits & 15]);
}

} // namespace

QString hexDigits(quint64 high, quint64 low)
{
    QString text(32, Qt::Uninitialized);
    QChar *digits = text.data();
    writeHex(digits, high);
    writeHex(digits + 16, low);
    return text;
}

QByteArray hexWord(quint64 bits)
{
    QByteArray text(16, Qt::Uninitialized);
    writeHex(text.data(), bits);
    return text;
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
