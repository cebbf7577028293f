// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/reply.h"

#include <array>
#include <hiredis/hiredis.h>

using namespace Qt::StringLiterals;

namespace rastro::redis {

namespace {

struct Known
{
    const char *begins;
    const char *code;
    const char *sentence;
    ErrorClass kind;
};

// The texts of Redis 5 to 7 (src/acl.c, src/server.c, src/networking.c).
constexpr std::array known{
    Known{"WRONGPASS", "redis.password",
          "Redis refuses the user or the password. Put the right ones into the Redis URL.", ErrorClass::Reauthenticate},
    Known{"ERR invalid password", "redis.password", "Redis refuses the password. Put the right one into the Redis URL.",
          ErrorClass::Reauthenticate},
    Known{"NOAUTH", "redis.password_missing",
          "Redis wants a password. Put it into the Redis URL: redis://:password@host.", ErrorClass::Reauthenticate},
    Known{"ERR AUTH", "redis.password_unknown", "Redis has no password. Take it out of the Redis URL.",
          ErrorClass::Reauthenticate},
    Known{"ERR Client sent AUTH", "redis.password_unknown", "Redis has no password. Take it out of the Redis URL.",
          ErrorClass::Reauthenticate},
    Known{"NOPERM", "redis.permission",
          "The Redis user may not do this. Allow it the keys tracking:* and rastro:* and the channel rastro:*.",
          ErrorClass::Reauthenticate},
    Known{"DENIED", "redis.protected",
          "Redis is in protected mode and takes connections of its own machine only. Give it a password, or a Unix "
          "socket.",
          ErrorClass::Reauthenticate},
    Known{"ERR DB index is out of range", "redis.database",
          "Redis has no database of this number. Name another one in the Redis URL.", ErrorClass::Reauthenticate},
    Known{"ERR invalid DB index", "redis.database",
          "Redis has no database of this number. Name another one in the Redis URL.", ErrorClass::Reauthenticate},
    Known{"READONLY", "redis.read_only", "This Redis is a read-only replica. Name the primary in the Redis URL.",
          ErrorClass::Reauthenticate},
    Known{"LOADING", "redis.loading", "Redis is still loading its data.", ErrorClass::Retry},
    Known{"OOM", "redis.memory", "Redis has no memory left. Raise maxmemory, or set maxmemory-policy to allkeys-lru.",
          ErrorClass::Retry},
    Known{"MISCONF", "redis.disk", "Redis cannot save to its disk and refuses writes. See its log.", ErrorClass::Retry},
    Known{"NOSCRIPT", "redis.no_script", "Redis does not know this script.", ErrorClass::Retry},
};

QByteArray bytesOf(const redisReply *reply)
{
    return {reply->str, static_cast<qsizetype>(reply->len)};
}

} // namespace

Error errorOf(const QByteArray &text)
{
    for (const Known &entry : known) {
        if (text.startsWith(entry.begins))
            return {QString::fromLatin1(entry.code), QString::fromLatin1(entry.sentence), entry.kind, {}, false};
    }
    return {u"redis.refused"_s,
            u"Redis refuses a command: %1"_s.arg(QString::fromUtf8(text.left(200))),
            ErrorClass::GiveUp,
            {},
            false};
}

Result<Reply> readReply(const redisReply *reply)
{
    if (!reply)
        return failure(u"redis.lost"_s, u"The connection to Redis was lost."_s, ErrorClass::Retry);
    Reply value;
    switch (reply->type) {
    case REDIS_REPLY_ERROR:
        return tl::unexpected(errorOf(bytesOf(reply)));
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
        value.text = bytesOf(reply);
        break;
    case REDIS_REPLY_INTEGER:
        value.number = reply->integer;
        break;
    case REDIS_REPLY_ARRAY:
        for (std::size_t i = 0; i < reply->elements; ++i)
            value.items.append(readReply(reply->element[i]).value_or(Reply()));
        break;
    default: // nil; Rastro speaks RESP2, in which there is nothing else
        break;
    }
    return value;
}

} // namespace rastro::redis
