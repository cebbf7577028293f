// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/redisserver.h"

#include <QtCore/QDateTime>
#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QRegularExpression>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using test::RedisServer;

namespace {

struct Ran
{
    int status = -1;
    QString out;
    QString err;

    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out.toUtf8()).object(); }
};

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
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<RedisServer> m_server;

    Ran run(const QStringList &arguments, const QStringList &environment = {})
    {
        QProcess process;
        auto variables = QProcessEnvironment::systemEnvironment();
        variables.insert(u"BOT_TOKEN"_s, u"123456:AAabcdefghijklmnopqrstuvwxyz0123456"_s);
        for (const QString &pair : environment)
            variables.insert(pair.section(u'=', 0, 0), pair.section(u'=', 1));
        process.setProcessEnvironment(variables);
        process.setWorkingDirectory(m_folder->path());
        process.start(QStringLiteral(RASTRO_PROGRAM), arguments);
        process.closeWriteChannel();
        process.waitForFinished(60'000);
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
                QString::fromUtf8(process.readAllStandardOutput()), QString::fromUtf8(process.readAllStandardError())};
    }

    Ran import(const QStringList &more = {})
    {
        return run(QStringList{u"import"_s, u"redis"_s, u"--url"_s, m_server->text(), u"--json"_s} + more);
    }

    void put(const QByteArray &key, const QByteArray &value) { m_server->ask({"SET", key, value, "EX", "43200"}); }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
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
        QCOMPARE(first.json()[u"keys"_s].toInt(), 1507);
        QCOMPARE(first.json()[u"new"_s].toInt(), 1501);
        QCOMPARE(first.json()[u"refused"_s].toInt(), 2);
        QCOMPARE(first.json()[u"malformed"_s].toInt(), 1);
        QCOMPARE(first.json()[u"other"_s].toInt(), 3);
        const auto second = import();
        QCOMPARE(second.json()[u"new"_s].toInt(), 0);
        QCOMPARE(second.json()[u"completed"_s].toInt(), 0);
        QCOMPARE(second.json()[u"known"_s].toInt(), 1501);

        const auto trace = run({u"trace"_s, u"--token"_s, QString::fromLatin1(hexToken(7)), u"--json"_s});
        QVERIFY2(trace.status == 0, qPrintable(trace.err));
        QVERIFY(trace.out.contains(u"IwAR7"_s));
        QVERIFY(trace.out.contains(u"taken over from Redis"_s));
    }

    void aDryRunCountsTheSameAndChangesNothing()
    {
        put("tracking:" + hexToken(1), "{}");
        const auto dry = import({u"--dry-run"_s});
        QCOMPARE(dry.json()[u"new"_s].toInt(), 1);
        QVERIFY(dry.json()[u"dry_run"_s].toBool());
        QCOMPARE(run({u"trace"_s, u"--token"_s, QString::fromLatin1(hexToken(1))}).status, 1);
        QCOMPARE(import().json()[u"new"_s].toInt(), 1);
    }

    void browserIdsThatCameSinceAreAdded()
    {
        put("tracking:" + hexToken(1), R"({"fbclid": "IwAR1"})");
        QCOMPARE(import().json()[u"new"_s].toInt(), 1);
        put("tracking:" + hexToken(1), R"({"fbclid": "IwAR1", "fbp": "fb.1.1760000000000.99"})");
        QCOMPARE(import().json()[u"completed"_s].toInt(), 1);
        QCOMPARE(import().json()[u"known"_s].toInt(), 1);
    }

    void poolsAreNamedByTheOperator()
    {
        QFile shop(m_folder->filePath(u"shop.json"_s));
        QVERIFY(QFile::copy(QStringLiteral(RASTRO_FIXTURES "/shop/shop.json"), shop.fileName()));
        const auto applied = run({u"apply"_s, shop.fileName()});
        QVERIFY2(applied.status == 0, qPrintable(applied.err));
        const auto exported = run({u"export"_s});
        const auto slug = QJsonDocument::fromJson(exported.out.toUtf8())[u"pools"_s][0][u"slug"_s].toString();
        QVERIFY(!slug.isEmpty());
        put("tracking:" + hexToken(1), R"({"pool_id": 12})");
        put("tracking:" + hexToken(2), R"({"pool_id": 13})");
        put("tracking:" + hexToken(3),
            QByteArray(R"({"event_source_url": "%"})").replace('%', "https://old.example/go/" + slug.toUtf8()));
        const auto imported = import({u"--pool"_s, u"12="_s + slug});
        QCOMPARE(imported.json()[u"new"_s].toInt(), 3);
        QCOMPARE(imported.json()[u"without_pool"_s].toInt(), 1);
        const auto wrong = import({u"--pool"_s, u"12=nowhere"_s});
        QCOMPARE(wrong.status, 2);
        QVERIFY(wrong.err.contains(u"nowhere"_s));
    }

    void theAgeOfAClickIsToldByItsRemainingLife()
    {
        m_server->ask({"SET", "tracking:" + hexToken(1), R"({"fbclid": "IwAR1"})", "EX", "3600"}); // 23 hours old
        const auto before = QDateTime::currentMSecsSinceEpoch();
        QCOMPARE(import().json()[u"new"_s].toInt(), 1);
        const auto trace = run({u"trace"_s, u"--token"_s, QString::fromLatin1(hexToken(1)), u"--json"_s});
        static const QRegularExpression fbc(u"fb\\.1\\.([0-9]{13})\\.IwAR1"_s);
        const auto seen = fbc.match(trace.out).captured(1).toLongLong();
        const auto age = before - seen;
        QVERIFY2(age > 82'000'000 && age < 83'600'000, qPrintable(trace.out));
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
