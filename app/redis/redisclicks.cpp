// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/redisclicks.h"

#include "core/desk/owedanswer.h"
#include "redis/clickpayload.h"

namespace rastro::redis {

namespace {

void ignore(const Result<Reply> &) {}

std::optional<QByteArray> textOf(const Result<Reply> &reply)
{
    return reply ? reply->text : std::nullopt;
}

using Read = std::function<void(const std::optional<core::ForeignClick> &)>;

void read(RedisClient &client, const TrackingToken &token, qint64 nowMs, const Read &then)
{
    client.send({"GET", clickKey(token)}, [token, nowMs, then](const Result<Reply> &reply) {
        const auto payload = textOf(reply);
        then(payload ? readClick(token, *payload, nowMs) : std::nullopt);
    });
}

// The index may be older or newer than what it leads to.
Read ifOfFbclid(const QString &fbclid, Read then)
{
    return [fbclid, then = std::move(then)](const std::optional<core::ForeignClick> &found) {
        then(found && found->click.fbclid == fbclid ? found : std::nullopt);
    };
}

// Once, from any thread. However many copies of it Redis's thread has, `then` dies where `context` lives: plugins ask.
Read answerTo(QObject *context, RedisClicks::Found then)
{
    return [owed = core::OwedAnswer(context), last = std::make_shared<RedisClicks::Found>(std::move(then))](
               const std::optional<core::ForeignClick> &found) {
        owed.give([then = std::exchange(*last, nullptr), found] { then(found); });
    };
}

} // namespace

RedisClicks::RedisClicks(RedisThread &redis, const Clock &clock, std::chrono::seconds lifetime)
    : m_redis(redis)
    , m_clock(clock)
    , m_lifetime(QByteArray::number(static_cast<qint64>(lifetime.count())))
{
}

void RedisClicks::put(qint64 workspaceId, const Click &click)
{
    std::ignore = m_redis.post([workspaceId, click, lifetime = m_lifetime](RedisClient &client) {
        client.send({"SET", clickKey(click.token), writeClick(workspaceId, click), "EX", lifetime}, ignore);
        if (!click.fbclid.isEmpty())
            client.send({"SET", fbclidKey(click.fbclid), click.token.toString().toLatin1(), "EX", lifetime}, ignore);
    });
}

void RedisClicks::addBrowserIds(const TrackingToken &token, const QString &fbp, const QString &fbc)
{
    std::ignore = m_redis.post([token, fbp, fbc](RedisClient &client) {
        client.send({"GET", clickKey(token)}, [&client, token, fbp, fbc](const Result<Reply> &reply) {
            const auto payload = textOf(reply);
            const auto changed = payload ? withBrowserIds(*payload, fbp, fbc) : std::nullopt;
            if (changed)
                client.send({"SET", clickKey(token), *changed, "XX", "KEEPTTL"}, ignore);
        });
    });
}

void RedisClicks::byToken(const TrackingToken &token, QObject *context, Found then)
{
    const auto answer = answerTo(context, std::move(then));
    const auto nowMs = m_clock.nowMs();
    if (!m_redis.post([token, nowMs, answer](RedisClient &client) { read(client, token, nowMs, answer); }))
        answer(std::nullopt);
}

void RedisClicks::byFbclid(const QString &fbclid, QObject *context, Found then)
{
    const auto answer = answerTo(context, std::move(then));
    const auto look = [fbclid, nowMs = m_clock.nowMs(), answer](RedisClient &client) {
        client.send({"GET", fbclidKey(fbclid)}, [&client, fbclid, nowMs, answer](const Result<Reply> &reply) {
            const auto token = TrackingToken::parse(QString::fromLatin1(textOf(reply).value_or(QByteArray())));
            if (token)
                read(client, *token, nowMs, ifOfFbclid(fbclid, answer));
            else
                answer(std::nullopt);
        });
    };
    if (!m_redis.post(look))
        answer(std::nullopt);
}

} // namespace rastro::redis
