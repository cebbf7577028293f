// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/program.h"
#include "redis/redisserver.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QRegularExpression>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using test::Ran;
using test::RedisServer;

namespace {

QJsonObject jsonOf(const test::Ran &ran)
{
    return QJsonDocument::fromJson(ran.out.toUtf8()).object();
}

QByteArray hexToken(int number)
{
    return QByteArray::number(number, 16).rightJustified(32, '0');
}

} // namespace

/// `rastro import redis` as an operator types it, on what the origin platform left in a real Redis.
class ImportRedisTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::Program> m_program;
    std::unique_ptr<RedisServer> m_server;

    Ran run(const QStringList &arguments, const QStringList &environment = {})
    {
        return m_program->run(arguments, environment);
    }

    Ran import(const QStringList &more = {})
    {
        return run(QStringList{u"import"_s, u"redis"_s, u"--url"_s, m_server->text(), u"--json"_s} + more);
    }

    void put(const QByteArray &key, const QByteArray &value) { m_server->ask({"SET", key, value, "EX", "43200"}); }

private Q_SLOTS:
    void init()
    {
        m_program = std::make_unique<test::Program>();
        m_program->applyShop();
        m_server = std::make_unique<RedisServer>();
    }

    void cleanup() { m_server.reset(); }

    void takesTheClicksOverAndTwiceChangesNothing()
    {
        for (int i = 1; i <= 1500; ++i) {
            put("tracking:" + hexToken(i), QByteArray(R"({"fbclid": "IwAR%"})").replace('%', QByteArray::number(i)));
        }
        put("tracking:token:" + hexToken(1), R"({"fbclid": "IwAR1"})"); // The same again, as it once was.
        put("tracking:token:" + hexToken(2000), "{}");
        put("tracking:fbclid:IwAR1", hexToken(1));
        put("tracking:chat:6118531418", R"({"tracking_token": "x"})");
        put("tracking:tracking_0123456789abcdef01234567", "{}");
        put("tracking:" + QByteArray(32, 'A'), "{}");
        put("tracking:" + hexToken(3000), "no JSON");
        put("another:key", "{}");

        const auto first = import();
        QVERIFY2(first.status == 0, qPrintable(first.err));
        QCOMPARE(jsonOf(first)[u"keys"_s].toInt(), 1507);
        QCOMPARE(jsonOf(first)[u"new"_s].toInt(), 1501);
        QCOMPARE(jsonOf(first)[u"refused"_s].toInt(), 2);
        QCOMPARE(jsonOf(first)[u"malformed"_s].toInt(), 1);
        QCOMPARE(jsonOf(first)[u"other"_s].toInt(), 3);
        const auto second = import();
        QCOMPARE(jsonOf(second)[u"new"_s].toInt(), 0);
        QCOMPARE(jsonOf(second)[u"completed"_s].toInt(), 0);
        QCOMPARE(jsonOf(second)[u"known"_s].toInt(), 1501);

        const auto trace = run({u"trace"_s, u"--token"_s, QString::fromLatin1(hexToken(7)), u"--json"_s});
        QVERIFY2(trace.status == 0, qPrintable(trace.err));
        QVERIFY(trace.out.contains(u"IwAR7"_s));
        QVERIFY(trace.out.contains(u"taken over from Redis"_s));
        QVERIFY(!trace.out.contains(u"none of the pool"_s)); // That was another platform's visitor.
    }

    void aFolderWithoutAnInstallationIsNotMadeOne()
    {
        const auto nowhere = m_program->path(u"mistyped"_s);
        const auto ran =
            run({u"import"_s, u"redis"_s, u"--url"_s, m_server->text(), u"--dry-run"_s, u"--data"_s, nowhere},
                {u"RASTRO_DATABASE=sqlite:"_s + nowhere + u"/rastro.db"_s});
        QCOMPARE(ran.status, 1);
        QVERIFY2(ran.err.contains(u"There is no installation in"_s), qPrintable(ran.err));
        QVERIFY(!QFile::exists(nowhere));
    }

    void aMalformedAddressNamesItsOption()
    {
        const auto ran = run({u"import"_s, u"redis"_s, u"--url"_s, u"redi://127.0.0.1:6379/0"_s});
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.startsWith(u"rastro: --url: "_s), qPrintable(ran.err));
    }

    void aDryRunCountsTheSameAndChangesNothing()
    {
        put("tracking:" + hexToken(1), "{}");
        const auto dry = import({u"--dry-run"_s});
        QCOMPARE(jsonOf(dry)[u"new"_s].toInt(), 1);
        QVERIFY(jsonOf(dry)[u"dry_run"_s].toBool());
        QCOMPARE(run({u"trace"_s, u"--token"_s, QString::fromLatin1(hexToken(1))}).status, 1);
        QCOMPARE(jsonOf(import())[u"new"_s].toInt(), 1);
    }

    void browserIdsThatCameSinceAreAdded()
    {
        put("tracking:" + hexToken(1), R"({"fbclid": "IwAR1"})");
        QCOMPARE(jsonOf(import())[u"new"_s].toInt(), 1);
        put("tracking:" + hexToken(1), R"({"fbclid": "IwAR1", "fbp": "fb.1.1760000000000.99"})");
        QCOMPARE(jsonOf(import())[u"completed"_s].toInt(), 1);
        QCOMPARE(jsonOf(import())[u"known"_s].toInt(), 1);
    }

    void poolsAreNamedByTheOperator()
    {
        const auto exported = run({u"export"_s});
        const auto slug = QJsonDocument::fromJson(exported.out.toUtf8())[u"pools"_s][0][u"slug"_s].toString();
        QVERIFY(!slug.isEmpty());
        put("tracking:" + hexToken(1), R"({"pool_id": 12})");
        put("tracking:" + hexToken(2), R"({"pool_id": 13})");
        put("tracking:" + hexToken(3),
            QByteArray(R"({"event_source_url": "%"})").replace('%', "https://old.example/go/" + slug.toUtf8()));
        const auto imported = import({u"--pool"_s, u"12="_s + slug});
        QCOMPARE(jsonOf(imported)[u"new"_s].toInt(), 3);
        QCOMPARE(jsonOf(imported)[u"without_pool"_s].toInt(), 1);
        const auto wrong = import({u"--pool"_s, u"12=nowhere"_s});
        QCOMPARE(wrong.status, 2);
        QVERIFY(wrong.err.contains(u"nowhere"_s));
    }

    void noMoreOfAnAddressIsStoredThanIsToBe()
    {
        put("tracking:" + hexToken(1), R"({"client_ip": "203.0.113.7"})");
        QCOMPARE(jsonOf(import({u"--ip-storage"_s, u"truncated"_s}))[u"new"_s].toInt(), 1);
        QCOMPARE(m_program->database().peek(u"SELECT ip_address FROM clicks"_s).toString(), u"203.0.113.0"_s);
    }

    void theAgeOfAClickIsToldByItsRemainingLife()
    {
        m_server->ask({"SET", "tracking:" + hexToken(1), R"({"fbclid": "IwAR1"})", "EX", "3600"}); // 23 hours old
        const auto before = QDateTime::currentMSecsSinceEpoch();
        QCOMPARE(jsonOf(import())[u"new"_s].toInt(), 1);
        const auto trace = run({u"trace"_s, u"--token"_s, QString::fromLatin1(hexToken(1)), u"--json"_s});
        static const QRegularExpression fbc(u"fb\\.1\\.([0-9]{13})\\.IwAR1"_s);
        const auto seen = fbc.match(trace.out).captured(1).toLongLong();
        const auto age = before - seen;
        QVERIFY2(age > 82'000'000 && age < 83'600'000, qPrintable(trace.out));
    }

    // Of yesterday, which is what doctor compares.
    void doctorFindsTheCountsOfTheClicksThatWereImported()
    {
        constexpr int lifetime = 48 * 3600;
        const auto age = QDateTime::currentSecsSinceEpoch() % (24 * 3600) + 3600;
        const auto life = QByteArray::number(lifetime - age);
        m_server->ask({"SET", "tracking:" + hexToken(1), R"({"fbclid": "IwAR1"})", "EX", life});
        m_server->ask({"SET", "tracking:" + QByteArray(32, 'f'), "{}", "EX", life});
        QCOMPARE(jsonOf(import({u"--ttl"_s, u"48"_s}))[u"new"_s].toInt(), 2);
        QCOMPARE(m_program->database().peek(u"SELECT SUM(visits) FROM funnel_days"_s).toInt(), 2);
        const auto doctor = run({u"doctor"_s, u"--offline"_s, u"--json"_s});
        QCOMPARE(doctor.out.count(u"\"counts."_s), 1);
        QVERIFY2(doctor.out.contains(u"\"counts.agree\""_s), qPrintable(doctor.out));
    }

    void wrongUsageNamesTheOption_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("says");
        QTest::newRow("no URL") << QStringList{} << 2 << u"--url"_s;
        QTest::newRow("no Redis there") << QStringList{u"--url"_s, u"unix:///nowhere/redis.sock"_s} << 1
                                        << u"cannot be reached"_s;
        QTest::newRow("no URL at all") << QStringList{u"--url"_s, u"localhost"_s} << 2 << u"redis://"_s;
        QTest::newRow("a pool without a number")
            << QStringList{u"--url"_s, u"unix:///x"_s, u"--pool"_s, u"summer"_s} << 2 << u"ID=SLUG"_s;
    }

    void wrongUsageNamesTheOption()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const int, status);
        QFETCH(const QString, says);
        const auto ran = run(QStringList{u"import"_s, u"redis"_s} + arguments);
        QCOMPARE(ran.status, status);
        QVERIFY2(ran.err.contains(says), qPrintable(ran.err));
    }

    void passwordsAreNeverPrinted()
    {
        const QStringList environment{u"RASTRO_REDIS=unix://:a-secret-password@"_s + m_server->text().mid(7)};
        for (const auto &ran :
             {run({u"import"_s, u"redis"_s}, environment), run({u"doctor"_s, u"--offline"_s}, environment),
              run({u"doctor"_s, u"--offline"_s, u"--json"_s}, environment)}) {
            QVERIFY((ran.out + ran.err).contains(u"has no password"_s));
            QVERIFY(!(ran.out + ran.err).contains(u"a-secret-password"_s));
        }
    }

    void doctorSeesRedis()
    {
        const auto well = run({u"doctor"_s, u"--offline"_s, u"--redis"_s, m_server->text()});
        QVERIFY2(well.out.contains(u"unix://"_s) && well.out.contains(u"answers (version"_s), qPrintable(well.out));
        m_server->kill();
        const auto away = run({u"doctor"_s, u"--offline"_s, u"--redis"_s, m_server->text()});
        QVERIFY(away.out.contains(u"cannot be reached"_s));
        QVERIFY(away.out.contains(u"Sales and attribution go on"_s));
    }
};

QTEST_GUILESS_MAIN(ImportRedisTest)
#include "tst_importredis.moc"
