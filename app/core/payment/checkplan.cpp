// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/payment/checkplan.h"

#include <algorithm>
#include <array>

using namespace std::chrono_literals;

namespace rastro::core {

namespace {

constexpr Micros micros(std::chrono::microseconds time)
{
    return time.count();
}

} // namespace

Micros nextCheck(PaymentStatus status, int checksDone, Micros now, Micros expiresAt)
{
    constexpr std::array<std::chrono::seconds, 6> creating{45s, 2s, 5s, 10s, 30s, 60s};
    constexpr std::array<std::chrono::seconds, 5> awaiting{5s, 10s, 20s, 40s, 60s};
    constexpr std::array<std::chrono::seconds, 5> unknown{2s, 10s, 60s, 300s, 3600s};
    constexpr std::array<std::chrono::seconds, 3> late{5min, 1h, 24h};
    const auto step = static_cast<size_t>(std::max(0, checksDone));
    switch (status) {
    case PaymentStatus::New:
        return now + micros(2s);
    case PaymentStatus::Creating:
        return now + micros(creating[std::min(step, creating.size() - 1)]);
    case PaymentStatus::Unknown: {
        if (step >= unknown.size() + 24)
            return 0;
        return now + micros(unknown[std::min(step, unknown.size() - 1)]);
    }
    case PaymentStatus::Awaiting: {
        const Micros next = now + micros(awaiting[std::min(step, awaiting.size() - 1)]);
        return expiresAt > now ? std::min(next, expiresAt + micros(1s)) : next;
    }
    case PaymentStatus::Failed:
    case PaymentStatus::Expired:
    case PaymentStatus::Canceled:
        return step < late.size() ? now + micros(late[step]) : 0;
    case PaymentStatus::Paid:
        break;
    }
    return 0;
}

AmountCheck checkAmount(const Money &asked, const Money &received)
{
    if (received.currency != asked.currency)
        return AmountCheck::WrongCurrency;
    if (received.minor < asked.minor)
        return AmountCheck::Under;
    return received.minor == asked.minor ? AmountCheck::Exact : AmountCheck::Over;
}

} // namespace rastro::core
