// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/reply.h"

#include <QtTest/QTest>
#include <hiredis/hiredis.h>
#include <memory>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::redis;

namespace {

/// What hiredis makes of these bytes.
Result<Reply> replyTo(const QByteArray &bytes)
{
    const std::unique_ptr<redisReader, decltype(&redisReaderFree)> reader(redisReaderCreate(), redisReaderFree);
    redisReaderFeed(reader.get(), bytes.constData(), static_cast<std::size_t>(bytes.size()));
    void *reply = nullptr;
    redisReaderGetReply(reader.get(), &reply);
    const std::unique_ptr<void, decltype(&freeReplyObject)> owner(reply, freeReplyObject);
    return readReply(static_cast<const redisReply *>(reply));
}

} // namespace

class ReplyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatRedisAnswers()
    {
        QCOMPARE(replyTo("+PONG\r\n")->text, QByteArray("PONG"));
        QCOMPARE(replyTo("$4\r\na\0\r\n\r\n"_ba)->text, QByteArray("a\0\r\n", 4));
        QCOMPARE(replyTo(":-42\r\n")->number, -42);
        QVERIFY(!replyTo("$-1\r\n")->text);
        const auto page = replyTo("*2\r\n$1\r\n7\r\n*2\r\n$1\r\na\r\n$-1\r\n");
        QCOMPARE(page->items.size(), 2);
        QCOMPARE(page->items[1].items[0].text, QByteArray("a"));
        QVERIFY(!page->items[1].items[1].text);
    }

    void aLostConnectionMayBeTriedAgain()
    {
        const auto lost = readReply(nullptr);
        QVERIFY(!lost);
        QCOMPARE(lost.error().kind, ErrorClass::Retry);
    }

    void refusalsAreSentences_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("code");
        QTest::newRow("user or password")
            << "WRONGPASS invalid username-password pair or user is disabled."_ba << u"redis.password"_s;
        QTest::newRow("old Redis") << "ERR invalid password"_ba << u"redis.password"_s;
        QTest::newRow("no password given") << "NOAUTH Authentication required."_ba << u"redis.password_missing"_s;
        QTest::newRow("password too many")
            << "ERR AUTH <password> called without any password configured for the default user. Are you sure?"_ba
            << u"redis.password_unknown"_s;
        QTest::newRow("no such database") << "ERR DB index is out of range"_ba << u"redis.database"_s;
        QTest::newRow("replica") << "READONLY You can't write against a read only replica."_ba << u"redis.read_only"_s;
        QTest::newRow("full") << "OOM command not allowed when used memory > 'maxmemory'."_ba << u"redis.memory"_s;
        QTest::newRow("anything else") << "ERR wrong number of arguments for 'get' command"_ba << u"redis.refused"_s;
    }

    void refusalsAreSentences()
    {
        QFETCH(const QByteArray, line);
        QFETCH(const QString, code);
        const auto refused = replyTo('-' + line + "\r\n");
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, code);
        QVERIFY(refused.error().message.endsWith(u'.') || code == u"redis.refused"_s);
    }
};

QTEST_GUILESS_MAIN(ReplyTest)
#include "tst_reply.moc"
