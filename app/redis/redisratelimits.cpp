// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/redisratelimits.h"

#include "core/desk/owedanswer.h"

#include <QtCore/QCryptographicHash>

using namespace Qt::StringLiterals;

namespace rastro::redis {

namespace {

// KEYS: a bucket each. ARGV: for each bucket its rate a second and its burst. Microseconds to wait; 0: one was taken of
// each. A full bucket is forgotten.
constexpr char takeScript[] = R"lua(
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local wait = 0
local levels = {}
for i, key in ipairs(KEYS) do
  local rate, burst = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local known = redis.call('HMGET', key, 'level', 'at')
  local level = burst
  if known[1] and known[2] then
    level = math.min(burst, tonumber(known[1]) + math.max(0, now - tonumber(known[2])) * rate / 1000000)
  end
  levels[i] = level
  if level < 1 then
    wait = math.max(wait, math.ceil((1 - level) * 1000000 / rate))
  end
end
if wait > 0 then
  return wait
end
for i, key in ipairs(KEYS) do
  local rate, burst = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  redis.call('HSET', key, 'level', string.format('%.6f', levels[i] - 1), 'at', string.format('%.0f', now))
  redis.call('PEXPIRE', key, math.ceil(burst * 1000 / rate) + 1000)
end
return 0
)lua";

const QByteArray &scriptHash()
{
    static const auto hash = QCryptographicHash::hash(takeScript, QCryptographicHash::Sha1).toHex();
    return hash;
}

Command question(const QList<core::RateLimit> &limits)
{
    Command words{QByteArray::number(limits.size())};
    for (const core::RateLimit &limit : limits)
        words.append("rastro:limit:" + limit.key);
    for (const core::RateLimit &limit : limits)
        words += {QByteArray::number(limit.perSecond, 'g', 12), QByteArray::number(limit.burst, 'g', 12)};
    return words;
}

void ask(RedisClient &client, const Command &words, const RedisClient::Then &then)
{
    client.send(Command{"EVALSHA", scriptHash()} + words, [&client, words, then](const Result<Reply> &reply) {
        if (!reply && reply.error().code == u"redis.no_script")
            client.send(Command{"EVAL", takeScript} + words, then); // Redis was started anew.
        else
            then(reply);
    });
}

} // namespace

void RedisRateLimits::take(const QList<core::RateLimit> &limits, QObject *context, Then then)
{
    const core::OwedAnswer owed(context);
    const auto settled = [this, owed, limits, context, then](const Result<Reply> &reply) {
        owed.give([this, reply, limits, context, then] { settle(reply, limits, context, then); });
    };
    const bool isAsked =
        m_redis.post([words = question(limits), settled](RedisClient &client) { ask(client, words, settled); });
    if (!isAsked) {
        ++m_aloneCount;
        m_alone.take(limits, context, std::move(then));
    }
}

void RedisRateLimits::settle(const Result<Reply> &reply, const QList<core::RateLimit> &limits, QObject *context,
                             const Then &then)
{
    if (reply) {
        ++m_together;
        then(std::chrono::microseconds(reply->number));
    } else {
        ++m_aloneCount;
        m_alone.take(limits, context, then);
    }
}

} // namespace rastro::redis
