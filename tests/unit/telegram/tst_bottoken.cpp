// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/api/bottoken.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro::telegram;

/// Which texts are tokens, and that none of them reaches a log.
class BotTokenTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void acceptsWhatTheServerAccepts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("id"); // 0: refused
        QTest::newRow("ordinary") << u"123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"_s << qint64(123456789);
        QTest::newRow("short secret") << u"1:a"_s << qint64(1);
        QTest::newRow("largest id") << u"18014398509481984:abc"_s << (qint64(1) << 54);
        QTest::newRow("beyond the largest id") << u"18014398509481985:abc"_s << qint64(0);
        QTest::newRow("leading zero") << u"0123:abc"_s << qint64(0);
        QTest::newRow("no colon") << u"123456"_s << qint64(0);
        QTest::newRow("no secret") << u"123456:"_s << qint64(0);
        QTest::newRow("slash") << u"123456:ab/c"_s << qint64(0);
        QTest::newRow("line break") << u"123456:abc\n"_s << qint64(0);
        QTest::newRow("space before") << u" 123456:abc"_s << qint64(0);
        QTest::newRow("too long") << u"1:"_s + QString(79, u'a') << qint64(0);
        QTest::newRow("at the limit") << u"1:"_s + QString(78, u'a') << qint64(1);
        QTest::newRow("empty") << QString() << qint64(0);
    }

    void acceptsWhatTheServerAccepts()
    {
        QFETCH(QString, text);
        QFETCH(qint64, id);
        const auto token = BotToken::parse(text);
        QCOMPARE(token.has_value(), id != 0);
        if (token) {
            QCOMPARE(token->botId(), id);
            QCOMPARE(token->secret(), text);
        }
    }

    void removesTokensFromWhatOthersSay()
    {
        const QString said =
            u"Post \"https://api.telegram.org/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/getMe\": EOF"_s;
        QCOMPARE(withoutTokens(said), u"Post \"https://api.telegram.org/bot123456789:***/getMe\": EOF"_s);
        QCOMPARE(withoutTokens(u"retry after 12:30"_s), u"retry after 12:30"_s);
    }
};

QTEST_GUILESS_MAIN(BotTokenTest)
#include "tst_bottoken.moc"
