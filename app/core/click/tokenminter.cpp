// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/tokenminter.h"

#include "core/click/hexid.h"
#include "core/click/securerandom.h"

#include <algorithm>

namespace rastro::core {

namespace {

constexpr int COUNTER_BITS = 12;
constexpr quint64 COUNTER_MASK = (quint64(1) << COUNTER_BITS) - 1;
constexpr quint64 COUNTER_SEED_MASK = COUNTER_MASK >> 1; // leaves half of the counter to count in
constexpr quint64 MILLISECONDS_MASK = (quint64(1) << 48) - 1;
constexpr quint64 VERSION_7 = quint64(7) << COUNTER_BITS;
constexpr quint64 VARIANT = quint64(2) << 62;
constexpr quint64 RANDOM_MASK = (quint64(1) << 62) - 1;

} // namespace

// A full counter carries into the milliseconds: ahead of the clock for a moment, and still increasing.
quint64 TokenMinter::nextTick(quint64 milliseconds)
{
    const quint64 fresh = milliseconds << COUNTER_BITS | (secureRandom() & COUNTER_SEED_MASK);
    quint64 last = m_lastTick.load(std::memory_order_relaxed);
    quint64 next = 0;
    do
        next = std::max(fresh, last + 1);
    while (!m_lastTick.compare_exchange_weak(last, next, std::memory_order_relaxed));
    return next;
}

TrackingToken TokenMinter::mint(Micros now)
{
    const quint64 tick = nextTick(quint64(std::max<Micros>(now, 0) / 1000) & MILLISECONDS_MASK);
    const quint64 high = (tick >> COUNTER_BITS) << 16 | VERSION_7 | (tick & COUNTER_MASK);
    const quint64 low = VARIANT | (secureRandom() & RANDOM_MASK);
    return TrackingToken::parse(hexDigits(high, low)).value();
}

} // namespace rastro::core
