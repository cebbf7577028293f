// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/foreignclick.h"
#include "core/click/takeover.h"
#include "core/ports/database.h"
#include "redis/redisdialogue.h"

#include <QtCore/QSet>

namespace rastro::server {

/// How clicks are to be taken out of the origin platform's Redis.
struct RedisImportOptions
{
    core::PoolNames pools; ///< Slugs by the origin platform's ids.
    core::AddressStorage addresses = core::AddressStorage::Full;
    std::chrono::hours lifetime{24}; ///< What the origin platform lets a click live: tells how old one is.
    bool dryRun = false;             ///< Everything is done, and nothing kept.
};

struct RedisImportCounts
{
    qint64 keys = 0;        ///< tracking:*, as far as they were read.
    qint64 fresh = 0;       ///< Clicks that were stored.
    qint64 completed = 0;   ///< Known clicks that got a browser id.
    qint64 known = 0;       ///< Known clicks.
    qint64 elsewhere = 0;   ///< Clicks of another workspace: left alone.
    qint64 withoutPool = 0; ///< Of those that were read: no pool of here could be told.
    qint64 refused = 0;     ///< Keys that are no token, such as "tracking_…".
    qint64 malformed = 0;   ///< Values that are no JSON object.
    qint64 expired = 0;     ///< Keys that were gone when they were read.
    qint64 other = 0;       ///< Indexes and state that Rastro has no use for.

    [[nodiscard]] QJsonObject toJson() const;
};

/// Takes the clicks out of the origin platform's Redis into the database. Reads only; twice changes nothing.
class RedisImport
{
public:
    using Progress = std::function<void(const RedisImportCounts &)>;

    RedisImport(redis::RedisDialogue &redis, core::Database &database, RedisImportOptions options, Micros now);

    /// `progress` is called after each step. Stops at the first error; what was stored until then stays.
    [[nodiscard]] Result<RedisImportCounts> run(const Progress &progress);

private:
    struct Found
    {
        TrackingToken token;
        QByteArray key;
    };

    [[nodiscard]] Result<void> readShop();
    [[nodiscard]] QList<Found> tokensAmong(const QList<redis::Reply> &keys);
    [[nodiscard]] Result<QList<Click>> read(const QList<Found> &found);
    [[nodiscard]] Result<void> store(const QList<Click> &clicks);
    [[nodiscard]] qint64 firstSeenMs(qint64 remainingMs) const;

    redis::RedisDialogue &m_redis;
    core::Database &m_database;
    const RedisImportOptions m_options;
    const Micros m_now;
    core::Shop m_shop;
    qint64 m_workspaceId = 0;
    QSet<QByteArray> m_seen; ///< A token may be there under two keys, and SCAN may give a key twice.
    RedisImportCounts m_counts;
};

} // namespace rastro::server
