// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/charge.h"

#include <QtCore/QList>
#include <optional>

namespace rastro::core {

/// Table `gateway_notices`: the inbox of gateways. Raw bytes, so that a notice can be replayed.
struct NoticeRow
{
    qint64 id = 0;
    qint64 botId = 0;
    QString gateway;
    QString dedupKey; ///< The gateway's event id, else the SHA-256 of the body.
    Notice notice;
    QString state = QStringLiteral("pending"); ///< "pending", "done", "refused" or "orphan".
    QString outcome;                           ///< One sentence.
    int attempts = 0;
    Micros nextAttemptAt = 0;
    Micros receivedAt = 0;
};

class NoticeStore
{
public:
    virtual ~NoticeStore() = default;

    /// Returns the new id; 0 if (bot, gateway, dedup key) was there already.
    [[nodiscard]] virtual qint64 insert(const NoticeRow &row) = 0;
    [[nodiscard]] virtual QList<NoticeRow> claimDue(Micros now, Micros again, int limit) = 0;
    /// Nothing happens to a notice that has been settled for good.
    virtual void settle(qint64 id, const QString &state, const QString &outcome, Micros nextAttemptAt) = 0;
    [[nodiscard]] virtual std::optional<Micros> nextDue() = 0;
    /// Makes all that is pending due and was last claimed by this node (core/desk/leases.h).
    virtual void releaseLeases(const QString &node, Micros now) = 0;
    [[nodiscard]] virtual QList<NoticeRow> inState(const QString &state, int limit) = 0;
};

} // namespace rastro::core
