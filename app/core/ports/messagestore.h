// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"

#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <QtCore/QMap>
#include <optional>

namespace rastro::core {

/// Table `messages`: the outbox of Telegram. Unique by what it means (`key`), so that nothing is said twice.
struct MessageRow
{
    qint64 id = 0;
    qint64 botId = 0;
    qint64 chatId = 0;
    QString key;         ///< "welcome:<update>", "pix:<payment>", "delivery:<payment>", …
    QString purpose;     ///< "welcome", "pix", "status", "delivery", "fallback", "answer".
    QString method;      ///< Bot API method.
    QJsonObject payload; ///< Its parameters.
    QString qrText;      ///< If set, a PNG of this text is uploaded as `photo`.
    qint64 paymentId = 0;
    QString state = QStringLiteral("pending"); ///< "pending", "sent", "failed", "unreachable", "expired".
    int attempts = 0;
    Micros runAt = 0;
    Micros expiresAt = 0; ///< Not sent after this; 0: always worth sending.
    qint64 fence = 0;
    qint64 telegramMessageId = 0;
    QString answer;
};

class MessageStore
{
public:
    virtual ~MessageStore() = default;

    /// False if a message with this key was there already on this bot.
    virtual bool add(const MessageRow &row) = 0;
    /// Claims due messages of one bot, at most one per chat (the oldest), so that order within a chat is kept: a chat
    /// with a claimed, unfinished message gives none.
    [[nodiscard]] virtual QList<MessageRow> claimDue(qint64 botId, Micros now, Micros leaseUntil, int limit) = 0;
    /// Finishes a claimed row. False, and nothing happens, if the fence has moved on.
    virtual bool finish(const MessageRow &row, const QString &state, const QString &answer, Micros runAt) = 0;
    /// Drops what is still queued for a person who blocked the bot, deliveries excepted (they stay, "unreachable").
    virtual void dropQueued(qint64 botId, qint64 chatId) = 0;
    /// Makes undelivered deliveries due again: the person came back.
    virtual void resumeDeliveries(qint64 botId, qint64 chatId, Micros now) = 0;
    [[nodiscard]] virtual std::optional<Micros> nextDue(qint64 botId) = 0;
    /// Makes claimed, unfinished messages due that this node claimed last (core/desk/leases.h). Those that wait for
    /// another reason go on waiting.
    virtual void releaseLeases(const QString &node, Micros now) = 0;
    [[nodiscard]] virtual QList<MessageRow> byPayment(qint64 paymentId) = 0;
    [[nodiscard]] virtual QMap<QString, qint64> countByState() = 0;
};

} // namespace rastro::core
