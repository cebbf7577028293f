// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/redisurl.h"

#include <QtCore/QUrl>
#include <QtCore/QUrlQuery>

using namespace Qt::StringLiterals;

namespace rastro::redis {

namespace {

constexpr int defaultPort = 6379;

tl::unexpected<Error> refuse(const QString &what)
{
    return failure(
        u"options.redis"_s,
        u"--redis: %1. Write redis://[user:password@]host:port/db, or unix:///path/of/socket?db=0; a character of "
        "the password that is not a letter or digit as %XX."_s.arg(what));
}

Result<int> databaseOf(const QString &text)
{
    if (text.isEmpty())
        return 0;
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    if (!isNumber || number < 0)
        return refuse(u"“%1” is not the number of a database"_s.arg(text));
    return number;
}

} // namespace

Result<RedisUrl> RedisUrl::parse(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid())
        return refuse(u"this is not a URL"_s);
    if (url.scheme() == u"rediss")
        return failure(u"options.redis"_s,
                       u"--redis: rediss:// (TLS) is not supported. Reach Redis by a private network, a tunnel or a "
                       "Unix socket."_s);
    if (url.scheme() != u"redis" && url.scheme() != u"unix")
        return refuse(u"its scheme is neither redis nor unix"_s);
    if (url.hasFragment())
        return refuse(u"it has a #fragment"_s);
    const bool isSocket = url.scheme() == u"unix";
    RedisUrl parsed;
    parsed.user = url.userName(QUrl::FullyDecoded);
    parsed.password = url.password(QUrl::FullyDecoded);
    if (!parsed.user.isEmpty() && parsed.password.isEmpty())
        return refuse(u"it names a user without a password"_s);
    if (isSocket ? !url.host().isEmpty() || url.path().size() < 2 : url.host().isEmpty())
        return refuse(isSocket ? u"it names no socket"_s : u"it names no host"_s);
    if (!isSocket && url.hasQuery())
        return refuse(u"it has a ?query"_s);
    const auto database =
        databaseOf(isSocket ? QUrlQuery(url).queryItemValue(u"db"_s) : url.path(QUrl::FullyDecoded).mid(1));
    if (!database)
        return tl::unexpected<Error>(database.error());
    parsed.database = *database;
    if (isSocket) {
        parsed.path = url.path(QUrl::FullyDecoded);
    } else {
        parsed.host = url.host(QUrl::FullyDecoded);
        parsed.port = static_cast<quint16>(url.port(defaultPort));
    }
    return parsed;
}

QString RedisUrl::toString() const
{
    if (host.isEmpty())
        return u"unix://%1?db=%2"_s.arg(path).arg(database);
    const QString place = host.contains(u':') ? u'[' + host + u']' : host;
    return u"redis://%1:%2/%3"_s.arg(place).arg(port).arg(database);
}

} // namespace rastro::redis
