// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/redisconnection.h"

#include "redis/eventhooks.h"

#include <QtCore/QFile>
#include <QtNetwork/QHostInfo>
#include <csignal>
#include <hiredis/async.h>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace rastro::redis {

namespace {

constexpr int looksPerPatience = 4;

// hiredis writes without MSG_NOSIGNAL: a Redis that went away would end the process.
void ignoreBrokenPipes()
{
    static const bool once = [] {
        std::signal(SIGPIPE, SIG_IGN);
        return true;
    }();
    Q_UNUSED(once)
}

RedisConnection *ownerOf(const redisAsyncContext *context)
{
    return static_cast<RedisConnection *>(context->data);
}

QString reasonOf(const redisAsyncContext *context)
{
    if (context->err != 0)
        return QString::fromUtf8(context->errstr);
    // hiredis 0.14 copies the error of a failed connect only later.
    return context->c.err != 0 ? QString::fromUtf8(context->c.errstr) : u"it closed the connection"_s;
}

int sendTo(redisAsyncContext *context, redisCallbackFn *callback, const Command &command)
{
    std::vector<const char *> words;
    std::vector<std::size_t> sizes;
    for (const QByteArray &word : command) {
        words.push_back(word.constData());
        sizes.push_back(static_cast<std::size_t>(word.size()));
    }
    return redisAsyncCommandArgv(context, callback, nullptr, static_cast<int>(words.size()), words.data(),
                                 sizes.data());
}

Error lostError(const QString &where, const QString &why)
{
    return {
        u"redis.lost"_s, u"The connection to Redis at %1 was lost: %2."_s.arg(where, why), ErrorClass::Retry, {}, true};
}

} // namespace

RedisConnection::RedisConnection(RedisUrl url, const Patience &patience, QObject *parent)
    : QObject(parent)
    , m_url(std::move(url))
    , m_patience(patience)
{
    ignoreBrokenPipes();
    m_connectTimer.setSingleShot(true);
    m_commandTimer.setInterval(m_patience.command / looksPerPatience);
    connect(&m_connectTimer, &QTimer::timeout, this, [this] { die(unreachable(u"it does not answer"_s)); });
    connect(&m_commandTimer, &QTimer::timeout, this, &RedisConnection::checkPatience);
}

RedisConnection::~RedisConnection()
{
    m_isDead = true;
    abandonContext();
    failCommands(lostError(m_url.toString(), u"it is not used any more"_s));
}

void RedisConnection::open()
{
    m_connectTimer.start(m_patience.connect);
    if (m_url.host.isEmpty())
        return adopt(redisAsyncConnectUnix(QFile::encodeName(m_url.path).constData()));
    QHostAddress literal;
    if (literal.setAddress(m_url.host)) {
        m_addresses = {literal};
        return connectToNext();
    }
    // hiredis would look the name up by itself, and block.
    QHostInfo::lookupHost(m_url.host, this, [this](const QHostInfo &info) {
        if (m_isDead)
            return;
        m_addresses = info.addresses();
        if (m_addresses.isEmpty())
            die(unreachable(u"its name is not known"_s));
        else
            connectToNext();
    });
}

void RedisConnection::connectToNext()
{
    adopt(redisAsyncConnect(m_addresses.takeFirst().toString().toUtf8().constData(), m_url.port));
}

void RedisConnection::adopt(redisAsyncContext *context)
{
    if (!context)
        return die(unreachable(u"there is no memory left"_s));
    if (context->err != 0) {
        const auto why = reasonOf(context);
        redisAsyncFree(context);
        return m_addresses.isEmpty() ? die(unreachable(why)) : connectToNext();
    }
    m_context = context;
    context->data = this;
    EventHooks::attach(context);
    redisAsyncSetConnectCallback(context, &RedisConnection::connected);
    redisAsyncSetDisconnectCallback(context, &RedisConnection::disconnected);
}

// hiredis frees the context itself after an error here, and so it does after disconnected() and a null reply.
void RedisConnection::connected(const redisAsyncContext *context, int status)
{
    auto *self = ownerOf(context);
    if (!self)
        return;
    if (status != REDIS_OK) {
        const auto why = reasonOf(context);
        self->m_context->data = nullptr;
        self->m_context = nullptr;
        return self->m_addresses.isEmpty() ? self->die(self->unreachable(why)) : self->connectToNext();
    }
    if (!self->m_url.host.isEmpty())
        redisEnableKeepAlive(&self->m_context->c);
    QList<Command> greeting;
    if (!self->m_url.password.isEmpty() && self->m_url.user.isEmpty())
        greeting.append({"AUTH", self->m_url.password.toUtf8()});
    else if (!self->m_url.password.isEmpty())
        greeting.append({"AUTH", self->m_url.user.toUtf8(), self->m_url.password.toUtf8()});
    if (self->m_url.database != 0)
        greeting.append({"SELECT", QByteArray::number(self->m_url.database)});
    greeting.append({"PING"});
    self->greet(std::move(greeting));
}

void RedisConnection::greet(QList<Command> rest)
{
    if (rest.isEmpty()) {
        m_connectTimer.stop();
        Q_EMIT ready();
        return;
    }
    const Command command = rest.takeFirst();
    send(command, [this, rest](const Result<Reply> &reply) {
        if (reply)
            greet(rest);
        else
            die(reply.error());
    });
}

void RedisConnection::send(const Command &command, Then then)
{
    if (!m_context || sendTo(m_context, &RedisConnection::answered, command) != REDIS_OK) {
        then(tl::unexpected(lostError(m_url.toString(), u"it is closed"_s)));
        return;
    }
    m_commands.push_back({std::move(then), QDeadlineTimer(m_patience.command)});
    if (!m_commandTimer.isActive())
        m_commandTimer.start();
}

void RedisConnection::answered(redisAsyncContext *context, void *reply, void *)
{
    auto *self = ownerOf(context);
    if (!self || self->m_commands.empty())
        return;
    if (!reply)
        return disconnected(context, REDIS_ERR);
    const auto then = std::move(self->m_commands.front().then);
    self->m_commands.pop_front();
    if (self->m_commands.empty())
        self->m_commandTimer.stop();
    then(readReply(static_cast<const redisReply *>(reply)));
}

void RedisConnection::subscribe(const QByteArray &channel, std::function<void()> confirmed, OnMessage onMessage)
{
    m_confirmed = std::move(confirmed);
    m_onMessage = std::move(onMessage);
    if (m_context)
        sendTo(m_context, &RedisConnection::messaged, {"SUBSCRIBE", channel});
}

void RedisConnection::messaged(redisAsyncContext *context, void *reply, void *)
{
    auto *self = ownerOf(context);
    if (!self)
        return;
    if (!reply)
        return disconnected(context, REDIS_ERR);
    const auto message = readReply(static_cast<const redisReply *>(reply));
    if (!message)
        return self->die(message.error());
    const auto kind = message->items.value(0).text.value_or(QByteArray());
    if (kind == "subscribe")
        self->m_confirmed();
    else if (kind == "message")
        self->m_onMessage(message->items.value(2).text.value_or(QByteArray()));
}

void RedisConnection::disconnected(const redisAsyncContext *context, int)
{
    auto *self = ownerOf(context);
    if (!self)
        return;
    self->m_context->data = nullptr;
    self->m_context = nullptr;
    self->die(lostError(self->m_url.toString(), reasonOf(context)));
}

void RedisConnection::checkPatience()
{
    if (m_commands.empty() || !m_commands.front().deadline.hasExpired())
        return;
    die({u"redis.timeout"_s,
         u"Redis at %1 did not answer within %2 ms."_s.arg(m_url.toString()).arg(m_patience.command.count()),
         ErrorClass::Retry,
         {},
         true});
}

void RedisConnection::abandonContext()
{
    if (auto *context = std::exchange(m_context, nullptr)) {
        context->data = nullptr;
        redisAsyncFree(context);
    }
}

void RedisConnection::failCommands(const Error &error)
{
    for (const Pending &command : std::exchange(m_commands, {}))
        command.then(tl::unexpected(error));
}

void RedisConnection::die(const Error &error)
{
    if (std::exchange(m_isDead, true))
        return;
    m_connectTimer.stop();
    m_commandTimer.stop();
    abandonContext();
    failCommands(error);
    Q_EMIT lost(error);
}

Error RedisConnection::unreachable(const QString &why) const
{
    return {u"redis.unreachable"_s,
            u"Redis at %1 cannot be reached: %2. Start it, or correct the Redis URL."_s.arg(m_url.toString(), why),
            ErrorClass::Retry,
            {},
            false};
}

} // namespace rastro::redis
