// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <optional>

namespace rastro::core {

/// Table `telegram_updates`: the inbox of Telegram, unique by (bot, update id).
struct UpdateRow
{
    qint64 botId = 0;
    qint64 updateId = 0;
    qint64 userId = 0; ///< Key of the mailbox: updates of one (bot, user) are handled in order. 0: no user.
    QString kind;      ///< "message", "callback_query", …; "unknown" is kept too.
    QByteArray raw;    ///< The update as it came.
    QString state = QStringLiteral("pending"); ///< "pending", "done" or "dead".
    QString outcome;
    int attempts = 0;
    Micros receivedAt = 0;
};

class UpdateStore
{
public:
    virtual ~UpdateStore() = default;

    /// Stores what is new of a batch and, for polling, the next offset of the bot (0: leave it). Returns how many were
    /// new.
    virtual int insert(qint64 botId, const QList<UpdateRow> &batch, qint64 nextOffset) = 0;
    [[nodiscard]] virtual qint64 nextOffset(qint64 botId) = 0;
    /// The oldest pending update of each (bot, user) that has one, oldest first.
    [[nodiscard]] virtual QList<UpdateRow> heads(int limit) = 0;
    /// Is it still pending, and nobody else's? Until the transaction has ended it is this one's then.
    [[nodiscard]] virtual bool take(qint64 botId, qint64 updateId) = 0;
    virtual void settle(qint64 botId, qint64 updateId, const QString &state, const QString &outcome) = 0;
    /// Counts a failed attempt at handling.
    virtual void countAttempt(qint64 botId, qint64 updateId, const QString &outcome) = 0;
};

} // namespace rastro::core
