// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/redisurl.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using rastro::redis::RedisUrl;

/// Where a Redis is, as operators write it.
class RedisUrlTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAHost()
    {
        const auto url = RedisUrl::parse(u"redis://cache.internal:6380/3"_s);
        QVERIFY(url);
        QCOMPARE(url->host, u"cache.internal"_s);
        QCOMPARE(url->port, 6380);
        QCOMPARE(url->database, 3);
        QVERIFY(url->user.isEmpty() && url->password.isEmpty() && url->path.isEmpty());
    }

    void theUsualPortAndDatabaseNeedNotBeNamed()
    {
        const auto url = RedisUrl::parse(u"redis://[::1]"_s);
        QVERIFY(url);
        QCOMPARE(url->host, u"::1"_s);
        QCOMPARE(url->port, 6379);
        QCOMPARE(url->database, 0);
        QCOMPARE(url->toString(), u"redis://[::1]:6379/0"_s);
    }

    void readsASocket()
    {
        const auto url = RedisUrl::parse(u"unix:///run/redis/redis.sock?db=2"_s);
        QVERIFY(url);
        QCOMPARE(url->path, u"/run/redis/redis.sock"_s);
        QCOMPARE(url->database, 2);
        QVERIFY(url->host.isEmpty());
    }

    void userAndPasswordAreDecodedAndNotShown()
    {
        const auto url = RedisUrl::parse(u"redis://shop:p%40ss%2Fw%25rd@localhost"_s);
        QVERIFY(url);
        QCOMPARE(url->user, u"shop"_s);
        QCOMPARE(url->password, u"p@ss/w%rd"_s);
        QCOMPARE(url->toString(), u"redis://localhost:6379/0"_s);
        QCOMPARE(RedisUrl::parse(u"redis://:secret@localhost"_s)->password, u"secret"_s);
        QCOMPARE(RedisUrl::parse(u"unix://:secret@/run/redis.sock"_s)->password, u"secret"_s);
    }

    void refusesWhatIsNone_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("a host alone") << u"localhost:6379"_s << u"scheme"_s;
        QTest::newRow("another scheme") << u"http://:hidden@localhost"_s << u"scheme"_s;
        QTest::newRow("TLS") << u"rediss://:hidden@localhost"_s << u"TLS"_s;
        QTest::newRow("no host") << u"redis:///0"_s << u"no host"_s;
        QTest::newRow("no socket") << u"unix://"_s << u"no socket"_s;
        QTest::newRow("a socket on a host") << u"unix://host/run/redis.sock"_s << u"no socket"_s;
        QTest::newRow("a database with a name") << u"redis://:hidden@localhost/clicks"_s << u"database"_s;
        QTest::newRow("a negative database") << u"redis://:hidden@localhost/-1"_s << u"database"_s;
        QTest::newRow("a user without a password") << u"redis://shop@localhost"_s << u"without a password"_s;
        QTest::newRow("a query") << u"redis://:hidden@localhost/?db=2"_s << u"query"_s;
        QTest::newRow("not encoded") << u"redis://:hid den@localhost"_s << u"not a URL"_s;
    }

    void refusesWhatIsNone()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, says);
        const auto url = RedisUrl::parse(text);
        QVERIFY(!url);
        QCOMPARE(url.error().code, u"options.redis"_s);
        QVERIFY2(url.error().message.contains(says), qPrintable(url.error().message));
        QVERIFY(!url.error().message.contains(u"hid"_s));
    }
};

QTEST_GUILESS_MAIN(RedisUrlTest)
#include "tst_redisurl.moc"
