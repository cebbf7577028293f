// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/printable.h"

#include <algorithm>
#include <cstring>

namespace rastro::core {

namespace {

constexpr quint64 ONES = ~quint64(0) / 255;
constexpr quint64 HIGH_BITS = ONES * 0x80;

/// The first byte that is not printable sets its own high bit in one of the three: only such a byte borrows from the
/// next one (up to the space), carries into it, or has the bit already.
bool isPrintableWord(const char *at)
{
    quint64 bytes = 0;
    std::memcpy(&bytes, at, sizeof bytes);
    const quint64 upToSpace = bytes - ONES * 0x21;
    const quint64 fromDelete = bytes + ONES;
    return ((upToSpace | fromDelete | bytes) & HIGH_BITS) == 0;
}

} // namespace

bool isPrintable(QByteArrayView text)
{
    if (text.size() < 8)
        return std::all_of(text.begin(), text.end(), [](char c) { return isPrintable(c); });
    const char *const last = text.end() - 8; // overlaps the word before it
    for (const char *at = text.begin(); at < last; at += 8) {
        if (!isPrintableWord(at))
            return false;
    }
    return isPrintableWord(last);
}

} // namespace rastro::core
