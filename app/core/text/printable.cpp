// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/printable.h"

#include <algorithm>
#include <cstring>

namespace rastro::core {

namespace {

constexpr quint64 ones = ~quint64(0) / 255;
constexpr quint64 highBits = ones * 0x80;

quint64 wordAt(const char *at)
{
    quint64 bytes = 0;
    std::memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

/// `flaws` sets the high bit of each byte of a word that does not pass; it may set others behind the first.
template <class IsGood, class Flaws>
bool passes(QByteArrayView text, IsGood isGood, Flaws flaws)
{
    if (text.size() < 8)
        return std::all_of(text.begin(), text.end(), isGood);
    const char *const last = text.end() - 8; // overlaps the word before it
    for (const char *at = text.begin(); at < last; at += 8) {
        if ((flaws(wordAt(at)) & highBits) != 0)
            return false;
    }
    return (flaws(wordAt(last)) & highBits) == 0;
}

} // namespace

// The first byte that is not printable sets its own high bit in one of the three: only such a byte borrows from the
// next one (up to the space), carries into it, or has the bit already.
bool isPrintable(QByteArrayView text)
{
    return passes(
        text, [](char c) { return isPrintable(c); },
        [](quint64 bytes) { return (bytes - ones * 0x21) | (bytes + ones) | bytes; });
}

// Each byte on its own, since no sum of seven bits leaves its byte: the high bit says that the sum reached 0x80.
bool isPlain(QByteArrayView text, uchar least)
{
    const quint64 toLeast = ones * (0x80 - least);
    return passes(
        text, [least](char c) { return uchar(c) >= least && c != 0x7f; },
        [toLeast](quint64 bytes) {
            const quint64 low = bytes & ~highBits;
            return (~(low + toLeast) | (low + ones)) & ~bytes;
        });
}

} // namespace rastro::core
