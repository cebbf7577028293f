// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/namedclick.h"

#include "core/trace/whyorganic.h"

using namespace std::chrono_literals;

namespace rastro::core {

namespace {

// How long a click may be late that only a spool holds, or a commit that hangs.
constexpr std::chrono::microseconds clickPatience = 5min;
constexpr std::chrono::microseconds freshness = 1h;

} // namespace

NamedClick namedClick(UnitOfWork &uow, qint64 workspaceId, const StartRow &start, Micros now)
{
    const auto token = TrackingToken::parse(start.parameter);
    if (!token)
        return NamedClick::None;
    if (uow.clicks().byToken(workspaceId, *token))
        return NamedClick::Known;
    const auto minted = mintedAt(*token);
    const bool isFresh = minted && std::abs(start.createdAt - *minted) <= freshness.count();
    return isFresh && now - start.createdAt <= clickPatience.count() ? NamedClick::Early : NamedClick::Unknown;
}

std::optional<Micros> earlyStart(UnitOfWork &uow, const PaymentRow &row, Micros now)
{
    if (row.attribution != u"pending")
        return std::nullopt;
    const auto start = uow.starts().pending(row.payment.botId, row.payment.telegramUserId);
    if (!start || start->createdAt > row.payment.createdAt ||
        namedClick(uow, row.workspaceId, *start, now) != NamedClick::Early)
        return std::nullopt;
    return start->createdAt;
}

} // namespace rastro::core
