// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"

#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <QtCore/QStringList>

namespace rastro::sandbox {

/// One update that waits for its bot.
struct QueuedUpdate
{
    qint64 id = 0;
    QByteArray raw;     ///< As it is delivered: an Update, or what a test wants to be taken for one.
    QString queue;      ///< Order is kept within a queue: messages of a chat, callbacks of a user.
    Micros expires = 0; ///< Forgotten then.
    bool again = false; ///< A repetition on demand: delivered once more, whatever was confirmed.
};

/// The updates of one bot, as Telegram's server keeps them (Bot API, getUpdates; queues of the official server). Pure:
/// time is given.
class UpdateQueue
{
public:
    /// Ids of later updates begin here: after a quiet week they do so at random, also lower.
    void startAt(qint64 id) { m_nextId = id; }

    /// Queues an update of a kind, unless the bot does not want that kind. Returns its id; 0: not wanted.
    qint64 push(const QString &kind, const QJsonObject &content, Micros now);

    /// Queues any bytes; "%1" in them becomes the id.
    qint64 pushRaw(const QByteArray &raw, Micros now);

    /// The last `count` updates come once more, with their old ids.
    void repeat(int count, Micros now);

    /// What getUpdates does to the queue: confirms and forgets what lies before `offset`; a negative one keeps only
    /// that many; one beyond all ids counts for nothing.
    void confirm(qint64 offset, Micros now);

    /// The oldest updates from `offset` on, which confirm() has seen.
    [[nodiscard]] QList<QueuedUpdate> head(int limit) const;

    /// Takes out one update, as a webhook does once it was accepted.
    void remove(qint64 id);
    void expire(Micros now);
    void clear() { m_waiting.clear(); }

    [[nodiscard]] const QList<QueuedUpdate> &waiting() const { return m_waiting; }

    /// allowed_updates: sticky; empty: all but chat_member, message_reaction and message_reaction_count.
    void allow(const QStringList &kinds) { m_allowed = kinds; }
    [[nodiscard]] const QStringList &allowed() const { return m_allowed; }

private:
    [[nodiscard]] bool wants(const QString &kind) const;
    void append(QueuedUpdate update);

    QList<QueuedUpdate> m_waiting;
    QList<QueuedUpdate> m_past; ///< The last ones, for repeat().
    QStringList m_allowed;
    qint64 m_nextId = 100'000'001;
};

} // namespace rastro::sandbox
