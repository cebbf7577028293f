// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/cookies.h"

#include <QtTest/QTest>

using namespace rastro::core;
using namespace Qt::StringLiterals;

class TestCookies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsOneOfMany_data();
    void readsOneOfMany();
    void survivesEveryByteAnywhere();
    void ignoresWhatLiesBehindTheLimit();
    void givesAllValuesOfAName();
};

void TestCookies::readsOneOfMany_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("expected"); // of the cookie "a"

    QTest::newRow("alone") << QByteArrayLiteral("a=1") << u"1"_s;
    QTest::newRow("among others") << QByteArrayLiteral("x=0; a=1; y=2") << u"1"_s;
    QTest::newRow("no space") << QByteArrayLiteral("x=0;a=1;y=2") << u"1"_s;
    QTest::newRow("spaces and tabs") << QByteArrayLiteral(" x = 0 ;\t a\t=  1  ; y") << u"1"_s;
    QTest::newRow("quoted") << QByteArray("a=\"1\"") << u"1"_s;
    QTest::newRow("one quote") << QByteArray("a=\"") << u"\""_s;
    QTest::newRow("equals within") << QByteArrayLiteral("a=b=c==") << u"b=c=="_s;
    QTest::newRow("empty then full") << QByteArrayLiteral("a=; a=2") << u"2"_s;
    QTest::newRow("first of two") << QByteArrayLiteral("a=1; a=2") << u"1"_s;
    QTest::newRow("case of names matters") << QByteArrayLiteral("A=1") << QString();
    QTest::newRow("part of a name") << QByteArrayLiteral("xa=1; ax=2") << QString();
    QTest::newRow("without equals") << QByteArrayLiteral("a; b") << QString();
    QTest::newRow("without name") << QByteArrayLiteral("=1") << QString();
    QTest::newRow("only separators") << QByteArrayLiteral(";;; ; ;") << QString();
    QTest::newRow("empty") << QByteArrayLiteral("") << QString();
    QTest::newRow("invalid UTF-8 beside") << QByteArrayLiteral("x=\xff\xfe; a=1") << u"1"_s;
    QTest::newRow("invalid UTF-8 within") << QByteArrayLiteral("a=\xc3\x28") << QString();
    QTest::newRow("valid UTF-8 is no cookie either") << QByteArrayLiteral("a=\xc3\xa9") << QString();
    QTest::newRow("control character") << QByteArrayLiteral("a=1\x01") << QString();
    QTest::newRow("space within") << QByteArrayLiteral("a=1 2") << QString();
    QTest::newRow("too long, then usable") << QByteArrayLiteral("a=") + QByteArray(5000, 'x') + "; a=1" << u"1"_s;
}

void TestCookies::readsOneOfMany()
{
    QFETCH(QByteArray, header);
    QTEST(Cookies(header).value("a"), "expected");
}

void TestCookies::survivesEveryByteAnywhere()
{
    const QByteArray header = "x=\"0\"; a=1; y=2";
    for (qsizetype at = 0; at <= header.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            QByteArray changed = header;
            changed.insert(at, char(byte));
            QVERIFY(Cookies(changed).value("a").size() <= 2);
        }
    }
}

void TestCookies::ignoresWhatLiesBehindTheLimit()
{
    const QByteArray filler(Cookies::MaxHeader, ';');
    QCOMPARE(Cookies("a=1" + filler).value("a"), u"1"_s);
    QCOMPARE(Cookies(filler + "a=1").value("a"), QString());
}

void TestCookies::givesAllValuesOfAName()
{
    QCOMPARE(Cookies("a=1; b=0; a=2; a=\xff").values("a"), (QList<QString>{u"1"_s, u"2"_s}));
}

QTEST_APPLESS_MAIN(TestCookies)
#include "tst_cookies.moc"
