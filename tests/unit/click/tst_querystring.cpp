// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/querystring.h"

#include <QtTest/QTest>

using namespace rastro::core;
using namespace Qt::StringLiterals;

class TestQueryString : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodesOnce_data();
    void decodesOnce();
    void findsTheKey_data();
    void findsTheKey();
    void cutsTextBetweenCharacters();
    void readsAQueryOf100Kilobytes();
    void readsAMillionSeparatorsInNoTime();
    void writesBytesAsUrlText_data();
    void writesBytesAsUrlText();
};

void TestQueryString::decodesOnce_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("opaque");
    QTest::addColumn<QString>("text");

    QTest::newRow("plain") << QByteArrayLiteral("IwAR2F4-dbP0_aem_x") << u"IwAR2F4-dbP0_aem_x"_s
                           << u"IwAR2F4-dbP0_aem_x"_s;
    QTest::newRow("plus") << QByteArrayLiteral("a+b") << u"a+b"_s << u"a b"_s;
    QTest::newRow("encoded plus") << QByteArrayLiteral("a%2Bb") << u"a+b"_s << u"a+b"_s;
    QTest::newRow("encoded space") << QByteArrayLiteral("a%20b") << u"a b"_s << u"a b"_s;
    QTest::newRow("once, not twice") << QByteArrayLiteral("a%252Bb") << u"a%2Bb"_s << u"a%2Bb"_s;
    QTest::newRow("UTF-8") << QByteArrayLiteral("promo%C3%A7%C3%A3o") << u"promoção"_s << u"promoção"_s;
    QTest::newRow("UTF-8 not encoded") << QByteArrayLiteral("promo\xc3\xa7\xc3\xa3o") << u"promoção"_s << u"promoção"_s;
    QTest::newRow("emoji") << QByteArrayLiteral("%F0%9F%94%A5") << u"🔥"_s << u"🔥"_s;
    QTest::newRow("Latin-1 stays encoded")
        << QByteArrayLiteral("promo%E7%E3o") << u"promo%E7%E3o"_s << u"promo%E7%E3o"_s;
    QTest::newRow("Latin-1 not encoded") << QByteArrayLiteral("promo\xe7+o") << u"promo%E7+o"_s << u"promo%E7+o"_s;
    QTest::newRow("surrogate in UTF-8") << QByteArrayLiteral("%ED%A0%80") << u"%ED%A0%80"_s << u"%ED%A0%80"_s;
    QTest::newRow("NUL stays encoded") << QByteArrayLiteral("a%00b") << u"a%00b"_s << u"a%00b"_s;
    QTest::newRow("line break stays encoded") << QByteArrayLiteral("a%0D%0Ab") << u"a%0D%0Ab"_s << u"a%0D%0Ab"_s;
    QTest::newRow("broken escape") << QByteArrayLiteral("100%") << u"100%"_s << u"100%"_s;
    QTest::newRow("escape cut short") << QByteArrayLiteral("100%2") << u"100%2"_s << u"100%2"_s;
    QTest::newRow("no escape") << QByteArrayLiteral("50%zz") << u"50%zz"_s << u"50%zz"_s;
    QTest::newRow("lower-case escape") << QByteArrayLiteral("a%7cb%7C1") << u"a|b|1"_s << u"a|b|1"_s;
    QTest::newRow("DEL stays encoded") << QByteArrayLiteral("a%7Fb") << u"a%7Fb"_s << u"a%7Fb"_s;
    QTest::newRow("equals within") << QByteArrayLiteral("a=b") << u"a=b"_s << u"a=b"_s;
    QTest::newRow("macro with a bar") << QByteArrayLiteral("Sale|123") << u"Sale|123"_s << u"Sale|123"_s;
    QTest::newRow("empty") << QByteArrayLiteral("") << QString() << QString();
}

void TestQueryString::decodesOnce()
{
    QFETCH(QByteArray, value);
    const QueryString query("x=1&key=" + value + "&y=2");
    QTEST(query.opaque("key"), "opaque");
    QTEST(query.text("key", 100), "text");
}

void TestQueryString::findsTheKey_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QString>("expected");

    QTest::newRow("first that is not empty") << QByteArrayLiteral("k=&k=1&k=2") << u"1"_s;
    QTest::newRow("encoded key") << QByteArrayLiteral("%6B=1") << u"1"_s;
    QTest::newRow("case matters") << QByteArrayLiteral("K=1") << QString();
    QTest::newRow("without equals") << QByteArrayLiteral("k") << QString();
    QTest::newRow("empty pairs") << QByteArrayLiteral("&&k=1&&") << u"1"_s;
    QTest::newRow("no key") << QByteArrayLiteral("=k") << QString();
    QTest::newRow("semicolon is no separator") << QByteArrayLiteral("a=0;k=1") << QString();
    QTest::newRow("none") << QByteArrayLiteral("") << QString();
}

void TestQueryString::findsTheKey()
{
    QFETCH(QByteArray, query);
    QTEST(QueryString(query).opaque("k"), "expected");
}

void TestQueryString::cutsTextBetweenCharacters()
{
    const QueryString query("k=ab%F0%9F%94%A5cd");
    QCOMPARE(query.text("k", 3), u"ab"_s);
    QCOMPARE(query.text("k", 4), u"ab🔥"_s);
}

void TestQueryString::readsAQueryOf100Kilobytes()
{
    const QByteArray big(100'000, 'x');
    const QueryString query("a=" + big + "&fbclid=AbC");
    QCOMPARE(query.opaque("fbclid"), u"AbC"_s);
    QCOMPARE(query.opaque("a").size(), 100'000);
    QCOMPARE(query.text("a", 10), u"xxxxxxxxxx"_s);
}

void TestQueryString::readsAMillionSeparatorsInNoTime()
{
    QCOMPARE(QueryString(QByteArray(1'000'000, '&')).opaque("k"), QString());
    QCOMPARE(QueryString(QByteArray("a=1&").repeated(30'000) + "b=2").opaque("b"), u"2"_s);
}

void TestQueryString::writesBytesAsUrlText_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("limit");
    QTest::addColumn<QString>("expected");

    QTest::newRow("as it is") << QByteArrayLiteral("https://a/?b=c%20d") << 100 << u"https://a/?b=c%20d"_s;
    QTest::newRow("not ASCII") << QByteArrayLiteral("?\xff\xc3\xa9") << 100 << u"?%FF%C3%A9"_s;
    QTest::newRow("control characters and space") << QByteArrayLiteral("a\r\n b") << 100 << u"a%0D%0A%20b"_s;
    QTest::newRow("cut") << QByteArrayLiteral("abcdef") << 3 << u"abc"_s;
    QTest::newRow("cut before an escape") << QByteArrayLiteral("ab%20cd") << 4 << u"ab"_s;
    QTest::newRow("cut behind an escape") << QByteArrayLiteral("ab%20cd") << 5 << u"ab%20"_s;
    QTest::newRow("an escape that is made is not cut") << QByteArrayLiteral("ab\xff") << 4 << u"ab"_s;
}

void TestQueryString::writesBytesAsUrlText()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, limit);
    QTEST(urlText(bytes, limit), "expected");
}

QTEST_APPLESS_MAIN(TestQueryString)
#include "tst_querystring.moc"
