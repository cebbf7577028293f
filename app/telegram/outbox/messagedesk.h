// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/desk/dueloop.h"
#include "core/ports/database.h"
#include "core/ports/ratelimits.h"
#include "telegram/api/botapi.h"
#include "telegram/outbox/messagefate.h"
#include "telegram/send/sendscheduler.h"

#include <QtCore/QHash>
#include <QtCore/QMap>
#include <QtCore/QObject>

namespace rastro::telegram {

/// Drains the outbox of messages: claims what is due, sends it in the order and at the pace that Telegram allows, and
/// stores what became of it. Killed at any moment, it loses no message; one whose answer was not stored is sent again.
/// Core thread only.
class MessageDesk : public QObject
{
    Q_OBJECT

public:
    /// `shared`: limits kept with other nodes that send for the same bots; none: this node sends alone.
    MessageDesk(core::Database &database, Clock &clock, core::RateLimits *shared = nullptr, QObject *parent = nullptr);

    /// From now on this bot's messages are sent. `workspaceId` is for the trail.
    void addBot(qint64 botId, qint64 workspaceId, const BotApi &api);
    /// Its messages stay where they are until it is added again.
    void removeBot(qint64 botId);

    void kick();
    void stop();

    /// Attempts since the start by what became of the message: "sent", "pending" (tried again), "failed",
    /// "unreachable", "expired".
    [[nodiscard]] const QMap<QString, quint64> &outcomes() const { return m_outcomes; }

Q_SIGNALS:
    /// Telegram took a message of this bot.
    void botAnswered(qint64 botId);
    /// Telegram did not take a message of this bot; the error tells whether that says something about the bot.
    void botFailed(qint64 botId, const rastro::telegram::ApiError &error);

private:
    struct Sender
    {
        qint64 workspaceId = 0;
        BotApi api;
    };
    struct Held
    {
        core::MessageRow row;
        Micros leaseUntil = 0;
    };

    void round(const core::DueLoop::Done &done);
    void hold(const QList<core::MessageRow> &rows, Micros leaseUntil);
    void pump();
    void wakeForPump();
    void askAndSend(const SendItem &item, const Held &held);
    void send(const SendItem &item, const core::MessageRow &row, bool mayRetryPlainer);
    void call(const BotApi &api, const core::MessageRow &row, const BotApi::Then &then);
    void settle(const SendItem &item, const core::MessageRow &row, const ApiResult &result);

    core::Database &m_database;
    Clock &m_clock;
    core::RateLimits *const m_shared;
    core::DueLoop m_loop;
    SendScheduler m_scheduler;
    QHash<qint64, Sender> m_bots;
    QHash<qint64, Held> m_held; ///< Claimed rows, by id.
    QMap<QString, quint64> m_outcomes;
    Micros m_pumpAt = 0;
    bool m_stopped = false;
};

} // namespace rastro::telegram
