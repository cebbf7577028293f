// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/plaintext.h"

#include <algorithm>
#include <cstring>

namespace rastro::http {

namespace {

constexpr quint64 ONES = ~quint64(0) / 255;
constexpr quint64 HIGH_BITS = ONES * 0x80;

/// Each byte on its own, since no sum of seven bits leaves its byte: the high bit says that the sum reached 0x80.
bool isPlainWord(const char *at, quint64 toLeast)
{
    quint64 bytes = 0;
    std::memcpy(&bytes, at, sizeof bytes);
    const quint64 low = bytes & ~HIGH_BITS;
    const quint64 belowLeast = ~(low + toLeast);
    const quint64 isDelete = low + ONES;
    return ((belowLeast | isDelete) & ~bytes & HIGH_BITS) == 0;
}

} // namespace

bool isPlain(QByteArrayView text, uchar least)
{
    if (text.size() < 8)
        return std::all_of(text.begin(), text.end(), [least](char c) { return uchar(c) >= least && c != 0x7f; });
    const quint64 toLeast = ONES * (0x80 - least);
    const char *const last = text.end() - 8; // overlaps the word before it
    for (const char *at = text.begin(); at < last; at += 8) {
        if (!isPlainWord(at, toLeast))
            return false;
    }
    return isPlainWord(last, toLeast);
}

} // namespace rastro::http
