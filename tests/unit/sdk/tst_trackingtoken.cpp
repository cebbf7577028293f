// SPDX-License-Identifier: GPL-3.0-or-later
#include "rastro/trackingtoken.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;

class TestTrackingToken : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void acceptsExactlyThirtyTwoLowerCaseHexDigits_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("a token") << u"0123456789abcdef0123456789abcdef"_s;
        QTest::newRow("zeros") << QString(32, u'0');
        QTest::newRow("only letters") << QString(32, u'f');
    }
    void acceptsExactlyThirtyTwoLowerCaseHexDigits()
    {
        QFETCH(QString, text);
        const auto token = TrackingToken::parse(text);
        QVERIFY(token);
        QCOMPARE(token->toString(), text);
        QCOMPARE(TrackingToken::parse(text), token);
    }

    void refusesEverythingElse_data()
    {
        QTest::addColumn<QString>("text");
        const auto token = u"0123456789abcdef0123456789abcdef"_s;
        QTest::newRow("nothing") << QString();
        QTest::newRow("31 digits") << token.chopped(1);
        QTest::newRow("33 digits") << token + u'0';
        QTest::newRow("upper case") << token.toUpper();
        QTest::newRow("one upper case digit") << token.chopped(1) + u'F';
        QTest::newRow("the origin platform's prefix") << u"tracking_"_s + token;
        QTest::newRow("the prefix, 32 long") << u"tracking_0123456789abcdef0123456"_s;
        QTest::newRow("not hex") << token.chopped(1) + u'g';
        QTest::newRow("space before") << u' ' + token.chopped(1);
        QTest::newRow("line break after") << token + u'\n';
        QTest::newRow("line break inside") << token.chopped(1) + u'\n';
        QTest::newRow("with hyphens") << u"01234567-89ab-cdef-0123-456789abcdef"_s;
        QTest::newRow("full-width digits") << QString(32, QChar(0xFF10));
        QTest::newRow("Arabic digits") << QString(32, QChar(0x0660));
        QTest::newRow("zero character") << token.chopped(1) + QChar(0);
    }
    void refusesEverythingElse()
    {
        QFETCH(QString, text);
        QVERIFY(!TrackingToken::parse(text));
    }
};

QTEST_APPLESS_MAIN(TestTrackingToken)
#include "tst_trackingtoken.moc"
