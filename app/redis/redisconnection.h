// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "redis/redisurl.h"
#include "redis/reply.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QObject>
#include <QtCore/QTimer>
#include <QtNetwork/QHostAddress>
#include <deque>

struct redisAsyncContext;

namespace rastro::redis {

using Command = QList<QByteArray>; ///< {"SET", "key", "value"}.

/// How long Redis may take.
struct Patience
{
    std::chrono::milliseconds connect{3000}; ///< From the name to the first answered command.
    std::chrono::milliseconds command{500};  ///< From sending a command to its answer.
};

/// One connection to Redis, from the name's look-up over AUTH and SELECT to its loss, after which it is of no more use.
/// Never blocks. One thread.
class RedisConnection : public QObject
{
    Q_OBJECT

public:
    using Then = std::function<void(const Result<Reply> &)>;
    using OnMessage = std::function<void(const QByteArray &payload)>;

    RedisConnection(RedisUrl url, const Patience &patience, QObject *parent = nullptr);
    ~RedisConnection() override;

    void open();

    /// After ready(). `then` is called exactly once: with the answer, or with an error when the connection is lost. An
    /// answer that takes longer than the patience ends the connection: Redis answers in order, so all wait behind it.
    void send(const Command &command, Then then);
    /// After ready(). From then on the connection is for messages only. `confirmed` is called once.
    void subscribe(const QByteArray &channel, std::function<void()> confirmed, OnMessage onMessage);

    /// Commands that were sent and not answered.
    [[nodiscard]] std::size_t pending() const { return m_commands.size(); }

Q_SIGNALS:
    void ready();
    /// Once; the commands under way have got their errors before.
    void lost(const rastro::Error &error);

private:
    struct Pending
    {
        Then then;
        QDeadlineTimer deadline;
    };

    static void connected(const redisAsyncContext *context, int status);
    static void disconnected(const redisAsyncContext *context, int status);
    static void answered(redisAsyncContext *context, void *reply, void *data);
    static void messaged(redisAsyncContext *context, void *reply, void *data);

    void connectToNext();
    void adopt(redisAsyncContext *context);
    void greet(QList<Command> rest);
    void checkPatience();
    void abandonContext();
    void failCommands(const Error &error);
    void die(const Error &error);
    [[nodiscard]] Error unreachable(const QString &why) const;

    const RedisUrl m_url;
    const Patience m_patience;
    QList<QHostAddress> m_addresses; ///< Not tried yet.
    redisAsyncContext *m_context = nullptr;
    std::deque<Pending> m_commands;
    std::function<void()> m_confirmed;
    OnMessage m_onMessage;
    QTimer m_connectTimer;
    QTimer m_commandTimer;
    bool m_isDead = false;
};

} // namespace rastro::redis
