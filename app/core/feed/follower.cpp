// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/follower.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::core {

namespace {

// How much later than its neighbours a row may be committed and still be seen.
constexpr std::chrono::microseconds lateness = 3s;
// Clocks of several nodes differ by less.
constexpr std::chrono::microseconds ahead = 1min;
constexpr qsizetype poolsKept = 10'000;

qint64 poolOfSale(UnitOfWork &uow, qint64 paymentId)
{
    const auto row = uow.payments().byId(paymentId);
    return row ? row->frozen.poolId : 0;
}

} // namespace

Follower::Follower(qint64 workspaceId, FollowFilter filter)
    : m_workspaceId(workspaceId)
    , m_filter(std::move(filter))
{
}

void Follower::begin(UnitOfWork &uow, Micros now)
{
    m_begin = now;
    m_settledEntry = uow.clickFeed().lastTrailId();
}

Followed Follower::look(UnitOfWork &uow, Micros now)
{
    Followed followed;
    if (wants(Happening::Click))
        lookAtClicks(uow, now, followed);
    lookAtTrail(uow, now, followed);
    std::stable_sort(followed.happenings.begin(), followed.happenings.end(),
                     [](const Happening &a, const Happening &b) { return a.at < b.at; });
    return followed;
}

bool Follower::wants(Happening::Kind kind) const
{
    return m_filter.kinds.isEmpty() || m_filter.kinds.contains(kind);
}

bool Follower::passes(UnitOfWork &uow, Happening &happening)
{
    if (!wants(happening.kind) || (m_filter.botId != 0 && happening.botId != m_filter.botId))
        return false;
    if (m_filter.poolId == 0)
        return true;
    if (happening.poolId == 0)
        happening.poolId = poolOf(uow, happening.token);
    if (happening.poolId == 0 && happening.paymentId != 0) // Not every step of a sale names the click.
        happening.poolId = poolOfSale(uow, happening.paymentId);
    return happening.poolId == m_filter.poolId;
}

void Follower::lookAtClicks(UnitOfWork &uow, Micros now, Followed &followed)
{
    const Micros from = std::max(m_begin, now - lateness.count());
    const auto tokens = uow.clickFeed().newest(m_workspaceId, from, now + ahead.count(), ClicksAtOnce);
    qsizetype unseen = 0;
    for (const TrackingToken &token : tokens) {
        if (m_seenClicks.contains(token.toString()))
            continue;
        ++unseen;
        m_seenClicks.insert(token.toString(), now);
        const auto click = uow.clicks().byToken(m_workspaceId, token);
        if (!click)
            continue;
        auto happening = happeningOf(*click);
        if (passes(uow, happening))
            followed.happenings.append(happening);
    }
    followed.isCut = unseen == ClicksAtOnce;
    m_seenClicks.removeIf([&](const auto &seen) { return now - seen.value() > 2 * (lateness + ahead).count(); });
}

void Follower::lookAtTrail(UnitOfWork &uow, Micros now, Followed &followed)
{
    // What was seen already is read again only while ids before it are missing.
    const auto limit = EntriesAtOnce + static_cast<int>(std::min<qsizetype>(m_seenEntries.size(), EntriesAtOnce));
    const auto entries = uow.trail().after(m_workspaceId, m_settledEntry, limit);
    for (const TrailEntry &entry : entries) {
        if (m_seenEntries.contains(entry.id))
            continue;
        m_seenEntries.insert(entry.id, now);
        const auto kind = kindOfStep(entry.step);
        if (!kind)
            continue;
        auto happening = happeningOf(entry, *kind);
        if (passes(uow, happening))
            followed.happenings.append(happening);
    }
    followed.hasMore = entries.size() == limit;
    settle(now);
}

// Ids are given in order but committed in any: a missing one is waited for, then taken for one that never was.
void Follower::settle(Micros now)
{
    QList<qint64> ids = m_seenEntries.keys();
    std::sort(ids.begin(), ids.end());
    for (const qint64 id : ids) {
        if (id != m_settledEntry + 1 && now - m_seenEntries.value(id) <= lateness.count())
            return;
        m_settledEntry = id;
        m_seenEntries.remove(id);
    }
}

qint64 Follower::poolOf(UnitOfWork &uow, const QString &token)
{
    const auto parsed = TrackingToken::parse(token);
    if (!parsed)
        return 0;
    if (const auto known = m_pools.constFind(token); known != m_pools.constEnd())
        return *known;
    if (m_pools.size() >= poolsKept)
        m_pools.clear();
    const auto click = uow.clicks().byToken(m_workspaceId, *parsed);
    return *m_pools.insert(token, click ? click->poolId : 0);
}

} // namespace rastro::core
