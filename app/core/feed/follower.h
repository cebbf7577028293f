// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/feed/happening.h"
#include "core/ports/unitofwork.h"

#include <QtCore/QHash>
#include <QtCore/QSet>

namespace rastro::core {

/// What `rastro watch` shows.
struct FollowFilter
{
    QSet<Happening::Kind> kinds; ///< Empty: all.
    qint64 botId = 0;            ///< 0: all.
    qint64 poolId = 0;           ///< 0: all. What has no click belongs to no pool.
};

/// What a look at the tables gave.
struct Followed
{
    QList<Happening> happenings; ///< In order of time.
    bool isCut = false;          ///< More clicks came than are shown: the oldest were left out.
    bool hasMore = false;        ///< More is there already: look again at once.
};

/// Follows a running installation by looking at what is new, by key, in reads of a bounded size. Rows that are
/// committed a little later than others that were begun after them are still seen. Not thread-safe.
class Follower
{
public:
    static constexpr int ClicksAtOnce = 500;
    static constexpr int EntriesAtOnce = 500;

    Follower(qint64 workspaceId, FollowFilter filter);

    /// From here on. Call it once, before look().
    void begin(UnitOfWork &uow, Micros now);
    /// What has happened since the last look.
    [[nodiscard]] Followed look(UnitOfWork &uow, Micros now);

private:
    [[nodiscard]] bool wants(Happening::Kind kind) const;
    [[nodiscard]] bool passes(UnitOfWork &uow, Happening &happening);
    void lookAtClicks(UnitOfWork &uow, Micros now, Followed &followed);
    void lookAtTrail(UnitOfWork &uow, Micros now, Followed &followed);
    void settle(Micros now);
    [[nodiscard]] qint64 poolOf(UnitOfWork &uow, const QString &token);

    const qint64 m_workspaceId;
    const FollowFilter m_filter;
    Micros m_begin = 0;
    QHash<QString, Micros> m_seenClicks; ///< Token and when it was seen, as long as it can come again.
    qint64 m_settledEntry = 0;           ///< Everything up to this id was seen, or is too old to come.
    QHash<qint64, Micros> m_seenEntries; ///< Those after it, and when they were seen.
    QHash<QString, qint64> m_pools;      ///< Token and its pool; emptied when it grows.
};

} // namespace rastro::core
