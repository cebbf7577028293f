// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/attribution.h"

#include <QtCore/QList>
#include <optional>

namespace rastro::core {

/// Table `starts`: a /start whose attribution is "pending" until the tracking plugin has answered, then the rule.
struct StartRow
{
    qint64 id = 0;
    qint64 botId = 0;
    qint64 telegramUserId = 0;
    qint64 updateId = 0;
    QString parameter;
    QString attribution = QStringLiteral("pending"); ///< "pending", "bound" or "organic".
    QString rule;
    QString reason;
    int attempts = 0;      ///< How often it was emitted.
    Micros nextEmitAt = 0; ///< Emit (again) from then on, while pending.
    Micros createdAt = 0;
};

class StartStore
{
public:
    virtual ~StartStore() = default;

    /// Returns the new id; 0 if (bot, update id) was there already.
    [[nodiscard]] virtual qint64 insert(const StartRow &start) = 0;
    [[nodiscard]] virtual std::optional<StartRow> byId(qint64 id) = 0;
    /// Pending starts due at `now`, oldest first; notes the attempt and sets the next emission to `again`.
    [[nodiscard]] virtual QList<StartRow> claimDue(Micros now, Micros again, int limit) = 0;
    virtual void settle(qint64 id, const QString &attribution, const QString &rule, const QString &reason) = 0;
    /// Has this person a /start that the tracking plugin has not answered yet?
    [[nodiscard]] virtual bool isPending(qint64 botId, qint64 telegramUserId) = 0;
    /// The newest of these.
    [[nodiscard]] virtual std::optional<StartRow> pending(qint64 botId, qint64 telegramUserId) = 0;
    /// When the next pending start is due; none if there is none.
    [[nodiscard]] virtual std::optional<Micros> nextDue() = 0;
    /// Makes all that is pending due and was last claimed by this node (core/desk/leases.h).
    virtual void releaseLeases(const QString &node, Micros now) = 0;
};

} // namespace rastro::core
