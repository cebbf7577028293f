// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/update/update.h"

#include "quotes.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro::telegram;

/// What is read out of an update, and that nothing in one can make reading fail.
class UpdateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAStart()
    {
        const Update update = parseUpdate(quotes("{'update_id':10,'message':{'message_id':5,'date':1700000000,"
                                                 "'from':{'id':6118531418,'is_bot':false,'first_name':'Ana "
                                                 "\\u2764','username':'ana','language_code':'pt-br'},"
                                                 "'chat':{'id':6118531418,'type':'private'},'text':'/start 0123abc',"
                                                 "'entities':[{'type':'bot_command','offset':0,'length':6}]}}"));
        QCOMPARE(update.id, 10);
        QCOMPARE(update.kind, u"message"_s);
        QCOMPARE(update.person.id, 6118531418);
        QCOMPARE(update.person.firstName, u"Ana ❤"_s);
        QCOMPARE(update.person.languageCode, u"pt-br"_s);
        QCOMPARE(update.chatId, 6118531418);
        QCOMPARE(update.chatType, u"private"_s);
        QCOMPARE(update.messageId, 5);
        QCOMPARE(update.date, 1700000000);
        QCOMPARE(update.startParameter, std::optional(u"0123abc"_s));
    }

    void readsAPressedButton()
    {
        const Update update =
            parseUpdate(quotes("{'update_id':11,'callback_query':{'id':'99','data':'b:xyz','from':{'id':7},"
                               "'message':{'message_id':8,'date':0,'chat':{'id':7,'type':'private'},'text':'/start not "
                               "from the person'}}}"));
        QCOMPARE(update.kind, u"callback_query"_s);
        QCOMPARE(update.callbackId, u"99"_s);
        QCOMPARE(update.callbackData, u"b:xyz"_s);
        QCOMPARE(update.messageId, 8);
        QCOMPARE(update.date, 0);
        QVERIFY(update.text.isEmpty());
        QVERIFY(!update.startParameter);
    }

    void readsABlock()
    {
        const Update update = parseUpdate(
            quotes("{'update_id':12,'my_chat_member':{'chat':{'id':7,'type':'private'},"
                   "'from':{'id':7},'date':1,'new_chat_member':{'status':'kicked','user':{'id':1},'until_date':0}}}"));
        QCOMPARE(update.memberStatus, u"kicked"_s);
        QCOMPARE(update.person.id, 7);
    }

    void readsAMovedGroup()
    {
        const Update update =
            parseUpdate(quotes("{'update_id':1,'message':{'message_id':1,'date':1,"
                               "'chat':{'id':-12,'type':'group'},'migrate_to_chat_id':-1001234567890}}"));
        QCOMPARE(update.chatId, -12);
        QCOMPARE(update.migratedTo, -1001234567890);
    }

    void neverFails_data()
    {
        QTest::addColumn<QByteArray>("raw");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<qint64>("id");
        const auto row = [](const char *name, const QByteArray &raw, const QString &kind, qint64 id) {
            QTest::newRow(name) << raw << kind << id;
        };
        row("cut off", quotes("{'update_id':3,'message':{'text':'/sta"), u"unknown"_s, 3);
        row("unknown kind", quotes("{'update_id':4,'telepathy':{'from':{'id':1}}}"), u"unknown"_s, 4);
        row("newer than the schema", quotes("{'update_id':4,'subscription':{'user':{'id':1}}}"), u"subscription"_s, 4);
        row("kind is no object", quotes("{'update_id':5,'message':'hello'}"), u"unknown"_s, 5);
        row("wrong types", quotes("{'update_id':6,'message':{'from':[1],'chat':'x','text':{'a':1},'date':'y'}}"),
            u"message"_s, 6);
        row("ids as text", quotes("{'update_id':7,'message':{'from':{'id':'8'}}}"), u"message"_s, 7);
        row("huge ids", quotes("{'update_id':8,'message':{'from':{'id':1e300},'chat':{'id':-1e300}}}"), u"message"_s,
            8);
        row("no update", "[]", u"unknown"_s, 0);
        row("nothing", "", u"unknown"_s, 0);
        row("invalid UTF-8", "{\"update_id\":9,\"message\":{\"text\":\"\xff\xfe\"}}", u"unknown"_s, 9);
    }

    void neverFails()
    {
        QFETCH(QByteArray, raw);
        QFETCH(QString, kind);
        QFETCH(qint64, id);
        const Update update = parseUpdate(raw);
        QCOMPARE(update.kind, kind);
        QCOMPARE(update.id, id);
    }

    void findsTheStartParameter_data()
    {
        QTest::addColumn<bool>("isStart");
        QTest::addColumn<QString>("parameter");
        QTest::newRow("/start") << true << u""_s;
        QTest::newRow("/start ") << true << u""_s;
        QTest::newRow("/start abc") << true << u"abc"_s;
        QTest::newRow("/start   abc  ") << true << u"abc"_s;
        QTest::newRow("/start@shop_bot abc") << true << u"abc"_s;
        QTest::newRow("/start@Shop_Bot abc") << true << u"abc"_s;
        QTest::newRow("/start@other_bot abc") << false << u""_s;
        QTest::newRow("/start abc def") << true << u"abc def"_s;
        QTest::newRow("/start\nabc") << true << u"abc"_s;
        QTest::newRow("/started") << false << u""_s;
        QTest::newRow("/START abc") << false << u""_s;
        QTest::newRow("say /start") << false << u""_s;
        QTest::newRow("/help") << false << u""_s;
    }

    void findsTheStartParameter()
    {
        QFETCH(bool, isStart);
        QFETCH(QString, parameter);
        const auto found = startParameterOf(QString::fromLatin1(QTest::currentDataTag()), u"shop_bot"_s);
        QCOMPARE(found.has_value(), isStart);
        QCOMPARE(found.value_or(QString()), parameter);
    }
};

QTEST_GUILESS_MAIN(UpdateTest)
#include "tst_update.moc"
