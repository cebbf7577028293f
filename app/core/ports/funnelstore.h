// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QList>
#include <QtCore/QString>
#include <map>

namespace rastro::core {

/// What a line of a funnel stands for; 0 and empty where that was not asked for, or where there is none.
struct FunnelKey
{
    qint64 day = 0; ///< Days since 1970-01-01, UTC.
    qint64 poolId = 0;
    qint64 botId = 0;
    bool isOrganic = false; ///< There is no click: neither pool nor campaign. Told apart by pool and by campaign only.
    QString campaign;       ///< utm_campaign, cut to 200 characters; "(other)" behind the first 500 names of a day.

    friend bool operator==(const FunnelKey &, const FunnelKey &) = default;
};

/// How far people came. Each step counts on the day on which it happened.
struct FunnelTally
{
    qint64 visits = 0;   ///< Of people.
    qint64 repeats = 0;  ///< The same visitor's further loads within seconds.
    qint64 previews = 0; ///< Link previews, prefetches and HEAD.
    qint64 crawlers = 0;
    qint64 starts = 0;   ///< Answered /starts, …
    qint64 adStarts = 0; ///< … and those of people who have a click.
    qint64 binds = 0;    ///< How often a click was found for a person, at a /start or at the redirect.
    qint64 charges = 0;  ///< Charges that a gateway made.
    qint64 sales = 0;
    std::map<QString, qint64> minor; ///< Money of the sales by currency, in minor units.

    FunnelTally &operator+=(const FunnelTally &other)
    {
        visits += other.visits;
        repeats += other.repeats;
        previews += other.previews;
        crawlers += other.crawlers;
        starts += other.starts;
        adStarts += other.adStarts;
        binds += other.binds;
        charges += other.charges;
        sales += other.sales;
        for (const auto &[currency, amount] : other.minor)
            minor[currency] += amount;
        return *this;
    }
};

struct FunnelLine
{
    FunnelKey key;
    FunnelTally tally;
};

/// Which days, of what, and by what they are told apart.
struct FunnelWanted
{
    qint64 workspaceId = 0;
    qint64 fromDay = 0;
    qint64 untilDay = 0; ///< Not in it any more.
    qint64 poolId = 0;   ///< 0: all.
    qint64 botId = 0;    ///< 0: all.
    QString campaign;    ///< Empty: all.
    bool byDay = false;
    bool byPool = false;
    bool byBot = false;
    bool byCampaign = false;
};

/// What visits, starts, charges and sales add up to. Kept while they are stored, so that it is there at once however
/// many there are; what is deleted for its age stays counted.
class FunnelStore
{
public:
    virtual ~FunnelStore() = default;

    /// A line for each key that has something, in the order of the key.
    [[nodiscard]] virtual QList<FunnelLine> funnel(const FunnelWanted &wanted) = 0;
};

} // namespace rastro::core
