// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/redisserver.h"
#include "redis/redisthread.h"

#include <QtTest/QTest>
#include <future>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rastro;
using namespace rastro::redis;
using test::RedisServer;

namespace {

constexpr Patience patience{.connect = 2s, .command = 300ms};

QStringList logged;

void keepLog(QtMsgType, const QMessageLogContext &, const QString &text)
{
    logged.append(text);
}

/// A client with its thread, asked from the test's thread.
struct Node
{
    explicit Node(const RedisUrl &url)
        : redis(url, patience)
    {
        redis.start();
    }

    [[nodiscard]] bool isUp() const { return redis.counters().connected; }

    /// Sends a command; the answer, or an error's code in parentheses, or "not asked".
    QByteArray ask(const Command &command)
    {
        auto answer = std::make_shared<std::promise<QByteArray>>();
        auto future = answer->get_future();
        const bool asked = redis.post([command, answer](RedisClient &client) {
            client.send(command, [answer](const Result<Reply> &reply) {
                answer->set_value(reply ? reply->text.value_or("nil") : '(' + reply.error().code.toLatin1() + ')');
            });
        });
        return asked ? future.get() : QByteArray("not asked");
    }

    RedisThread redis;
};

} // namespace

/// The client against a real server that is killed, started again, paused, and that wants a password.
class RedisClientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksOverASocketAndOverAPort_data()
    {
        QTest::addColumn<int>("door");
        QTest::newRow("socket") << int(RedisServer::Socket);
        QTest::newRow("port") << int(RedisServer::Port);
    }

    void asksOverASocketAndOverAPort()
    {
        QFETCH(const int, door);
        const RedisServer server({}, static_cast<RedisServer::Door>(door));
        Node node(server.url());
        QTRY_VERIFY(node.isUp());
        const QByteArray value("any\0bytes\r\n", 11);
        QCOMPARE(node.ask({"SET", "key", value}), "OK");
        QCOMPARE(node.ask({"GET", "key"}), value);
        QCOMPARE(node.ask({"GET", "other"}), "nil");
    }

    void findsAHostByItsName()
    {
        const RedisServer server({}, RedisServer::Port);
        auto url = server.url();
        url.host = u"localhost"_s; // Perhaps ::1 first, where nobody listens.
        Node node(url);
        QTRY_VERIFY(node.isUp());
        QCOMPARE(node.ask({"PING"}), "PONG");
    }

    void selectsTheDatabase()
    {
        const RedisServer server;
        auto url = server.url();
        url.database = 3;
        Node node(url);
        QTRY_VERIFY(node.isUp());
        QCOMPARE(node.ask({"SET", "key", "three"}), "OK");
        QVERIFY(!server.ask({"GET", "key"}).text);
    }

    void logsInWithAPasswordAndAsAUser()
    {
        const RedisServer server({u"--requirepass"_s, u"p@ss word"_s, u"--user"_s, u"shop"_s, u"on"_s, u">w%rd"_s,
                                  u"~*"_s, u"&*"_s, u"+@all"_s});
        auto url = server.url();
        url.password = u"p@ss word"_s;
        Node byPassword(url);
        QTRY_VERIFY(byPassword.isUp());
        url.user = u"shop"_s;
        url.password = u"w%rd"_s;
        Node asUser(url);
        QTRY_VERIFY(asUser.isUp());
        QCOMPARE(asUser.ask({"ACL", "WHOAMI"}), "shop");
    }

    void aWrongPasswordIsNamedAndNeverLogged_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("password");
        QTest::addColumn<QString>("says");
        const QStringList locked{u"--requirepass"_s, u"the-right-one"_s};
        QTest::newRow("wrong") << locked << u"a-wrong-one"_s << u"refuses the user or the password"_s;
        QTest::newRow("none") << locked << QString() << u"wants a password"_s;
        QTest::newRow("too many") << QStringList{} << u"a-wrong-one"_s << u"has no password"_s;
    }

    void aWrongPasswordIsNamedAndNeverLogged()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, password);
        QFETCH(const QString, says);
        const RedisServer server(arguments);
        auto url = server.url();
        url.password = password;
        logged.clear();
        const auto before = qInstallMessageHandler(keepLog);
        {
            Node node(url);
            QTRY_VERIFY(node.redis.counters().losses >= 3);
            QVERIFY(!node.isUp());
            QCOMPARE(node.ask({"PING"}), "not asked");
        }
        qInstallMessageHandler(before);
        QCOMPARE(logged.filter(says).size(), 1); // Once, however often it is tried.
        QVERIFY(logged.filter(u"-one"_s).isEmpty());
    }

    void comesBackAfterAKill()
    {
        RedisServer server;
        Node node(server.url());
        QTRY_VERIFY(node.isUp());
        server.kill();
        QTRY_VERIFY(!node.isUp());
        QCOMPARE(node.ask({"PING"}), "not asked");
        QVERIFY(server.start());
        QTRY_VERIFY(node.isUp());
        QCOMPARE(node.ask({"PING"}), "PONG");
        QCOMPARE(node.redis.counters().connects, 2U);
    }

    void waitsForAServerThatStartsLater()
    {
        RedisServer server;
        server.kill();
        Node node(server.url());
        QTRY_VERIFY(node.redis.counters().losses >= 2);
        QVERIFY(server.start());
        QTRY_VERIFY(node.isUp());
    }

    void aPausedServerIsGivenUpAndComesBack()
    {
        RedisServer server;
        Node node(server.url());
        QTRY_VERIFY(node.isUp());
        server.pause();
        QCOMPARE(node.ask({"PING"}), "(redis.timeout)");
        QTRY_VERIFY(!node.isUp());
        QCOMPARE(node.ask({"PING"}), "not asked");
        server.resume();
        QTRY_VERIFY_WITH_TIMEOUT(node.isUp(), 15'000);
        QCOMPARE(node.ask({"PING"}), "PONG");
    }

    void whatWaitsIsBounded()
    {
        RedisServer server;
        Node node(server.url());
        QTRY_VERIFY(node.isUp());
        server.pause();
        const std::size_t many = RedisClient::MostWaiting + 1000;
        const auto answered = std::make_shared<std::atomic<std::size_t>>(0);
        QVERIFY(node.redis.post([many, answered](RedisClient &client) {
            for (std::size_t i = 0; i < many; ++i)
                client.send({"PING"}, [answered](const Result<Reply> &reply) { *answered += reply ? 0 : 1; });
        }));
        QTRY_COMPARE(answered->load(), many); // Those above the bound at once, the others at the timeout.
        const auto counters = node.redis.counters();
        QCOMPARE(counters.dropped, 1000U);
        QCOMPARE(counters.failed, RedisClient::MostWaiting);
        QCOMPARE(counters.waiting, 0U);
    }

    void jobsThatWaitAreBounded()
    {
        const RedisServer server;
        Node node(server.url());
        QTRY_VERIFY(node.isUp());
        std::promise<void> go;
        std::promise<void> stands;
        QVERIFY(node.redis.post([&](RedisClient &) {
            stands.set_value();
            go.get_future().wait();
        }));
        stands.get_future().wait();
        const auto ran = std::make_shared<std::atomic<std::size_t>>(0);
        for (std::size_t i = 0; i < RedisThread::MostJobs; ++i)
            QVERIFY(node.redis.post([ran](RedisClient &) { ++*ran; }));
        QVERIFY(!node.redis.post([ran](RedisClient &) { ++*ran; }));
        go.set_value();
        QTRY_COMPARE(ran->load(), RedisThread::MostJobs);
        QCOMPARE(node.redis.counters().dropped, 1U);
    }

    void stoppingAnswersWhatIsUnderWay()
    {
        RedisServer server;
        const auto answer = std::make_shared<std::promise<bool>>();
        {
            Node node(server.url());
            QTRY_VERIFY(node.isUp());
            server.pause();
            QVERIFY(node.redis.post([answer](RedisClient &client) {
                client.send({"PING"}, [answer](const Result<Reply> &reply) { answer->set_value(reply.has_value()); });
            }));
            node.redis.stop();
            QVERIFY(!node.redis.post([](RedisClient &) {}));
        }
        QVERIFY(!answer->get_future().get());
    }

    void theDoctorSeesWhatIsWrong()
    {
        const RedisServer server({u"--requirepass"_s, u"x"_s});
        QCOMPARE(probe(server.url(), patience).error().code, u"redis.password_missing"_s);
        auto url = server.url();
        url.password = u"x"_s;
        const auto seen = probe(url, patience);
        QVERIFY(seen);
        QVERIFY(seen->version.contains(u'.'));
        url.database = 9999;
        QCOMPARE(probe(url, patience).error().code, u"redis.database"_s);
        url.path += u"-not-there"_s;
        QCOMPARE(probe(url, patience).error().code, u"redis.unreachable"_s);
    }
};

QTEST_GUILESS_MAIN(RedisClientTest)
#include "tst_redisclient.moc"
