// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/conversionstore.h"

#include <QtCore/QList>

namespace rastro::core {

/// What waits in a queue.
struct Backlog
{
    qint64 waiting = 0;
    Micros oldest = 0; ///< Since when the oldest of it waits; 0: nothing does.
};

/// One bot's queues.
struct BotHealth
{
    Micros lastUpdateAt = 0; ///< When Telegram last sent something; 0: never.
    Backlog updates;         ///< Received and not handled yet.
    qint64 deadUpdates = 0;  ///< Given up: handling them failed again and again.
    Backlog messages;        ///< Due and not sent.
};

/// What one pixel of a bot or pool has not delivered.
struct PixelHealth
{
    PluginScope scope;
    QString pluginId;
    QString state; ///< "pending" or "stopped".
    Backlog events;
    QString answer; ///< What the vendor last said to one of them; empty: not tried yet.
};

/// An event that was given up.
struct DeadEvent
{
    QString destination;
    EventName name = EventName::PageView;
    qint64 paymentId = 0;
    QString answer;
};

/// How one of the newest charges went.
struct RecentCharge
{
    qint64 botId = 0;
    QString gateway;
    QString status;
    QString lastError;
};

/// What is counted while it is stored, and what is stored.
struct Counted
{
    qint64 counted = 0;
    qint64 stored = 0;
};

/// What rollups say, beside the rows that they are made of; each pair as of one moment.
struct RollupFacts
{
    qint64 day = 0; ///< Days since 1970-01-01, UTC: the last that is over. Of it are the next four.
    Counted visits; ///< Clicks of people, found by the time in their tokens; those that have none are taken as noted.
    Counted others; ///< All other clicks.
    Counted sales;
    Counted minor;             ///< Money of the sales in minor units, whatever their currencies.
    bool areClicksRead = true; ///< No: there are more clicks than were to be read, so they tell nothing.
    Counted redirects;         ///< Of the last five minutes that are over.
    bool areRedirectsRead = true;
    Counted pendingEvents;
};

/// What `rastro doctor` asks of the tables. Each method is one small read that an index answers.
class HealthStore
{
public:
    virtual ~HealthStore() = default;

    [[nodiscard]] virtual Backlog starts() = 0;            ///< Not answered by the tracking plugin.
    [[nodiscard]] virtual Backlog attributions() = 0;      ///< Payments, the same.
    [[nodiscard]] virtual Backlog checks(Micros now) = 0;  ///< Payments due for a look at the gateway.
    [[nodiscard]] virtual Backlog notices(Micros now) = 0; ///< Gateway notices due to be judged.
    [[nodiscard]] virtual BotHealth bot(qint64 botId, Micros now) = 0;
    [[nodiscard]] virtual QList<PixelHealth> pixels() = 0;
    [[nodiscard]] virtual QList<DeadEvent> deadEvents(int limit) = 0; ///< Newest first.
    [[nodiscard]] virtual QList<RecentCharge> recentCharges(int limit) = 0;
    /// Reads at most `mostClicks` for each of its comparisons.
    [[nodiscard]] virtual RollupFacts rollups(qint64 workspaceId, Micros now, int mostClicks) = 0;
    [[nodiscard]] virtual Micros newestEntry() = 0; ///< Time of the newest entry of the trail; 0: none.
    /// Reads the whole database through: "ok", or what is wrong with it. Takes minutes on gigabytes.
    [[nodiscard]] virtual QString integrity() = 0;
};

} // namespace rastro::core
