// SPDX-License-Identifier: GPL-3.0-or-later
#include "meta/clickids.h"
#include "meta/clientaddress.h"
#include "meta/sourceurl.h"
#include "vectors.h"

#include <QtCore/QJsonArray>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro::meta;

namespace {

constexpr qint64 now = 1'700'000'000'123;
constexpr qint64 day = 86'400'000;

} // namespace

class ClickIdsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void buildsFbcAsTheVectorsSay_data();
    void buildsFbcAsTheVectorsSay();
    void sendsNoFbpButTheBrowsersOwn();
    void refusesAnFbcThatMetaRefuses_data();
    void refusesAnFbcThatMetaRefuses();
    void keepsTheBytesOfAClickId();
    void cutsOffTheAppendixOfMetasLibraries();
    void refusesAnFbpThatNoPixelWrote_data();
    void refusesAnFbpThatNoPixelWrote();
    void sendsOnlyAPersonsPublicAddress_data();
    void sendsOnlyAPersonsPublicAddress();
    void keepsOfAnAddressOnlyWhatIsNotPersonal_data();
    void keepsOfAnAddressOnlyWhatIsNotPersonal();
};

// Of the vectors' click_ids the fbc applies here. Out of scope, and why:
// - `fbp` where no cookie came, and `cookies`: the vectors are of a library that mints _fbp and sets cookies; Rastro
// never
//   makes up a browser id (sendsNoFbpButTheBrowsersOwn), and cookies are the page's, not the server's.
// - the subdomain index of a new fbc: without setting the cookie it is 1 ("If you generate this field on a server and
//   don't save an _fbc cookie, use the value 1"), where the library writes the index of its cookie (0 to 2).
// - `host`, `etld1_list`, `referer`, `xff`: the redirect reads requests, not the plugin; what it found comes in the
// Click.
void ClickIdsTest::buildsFbcAsTheVectorsSay_data()
{
    QTest::addColumn<QString>("cookie");
    QTest::addColumn<QString>("fbclid");
    QTest::addColumn<qint64>("nowMs");
    QTest::addColumn<QString>("expected");
    const auto vectors = metaVectors().value(u"click_ids"_s).toArray();
    QVERIFY(vectors.size() >= 9);
    for (const auto &vector : vectors) {
        const auto in = vector[u"in"_s];
        const auto cookie = in[u"cookies"_s][u"_fbc"_s].toString();
        auto expected = vector[u"out"_s][u"fbc"_s].toString();
        if (expected != cookie && !expected.isEmpty())
            expected = u"fb.1."_s + expected.section(u'.', 2);
        QTest::newRow(qPrintable(vector[u"name"_s].toString()))
            << cookie << in[u"query"_s][u"fbclid"_s].toString() << qint64(vector[u"now_ms"_s].toDouble()) << expected;
    }
}

void ClickIdsTest::buildsFbcAsTheVectorsSay()
{
    QFETCH(QString, cookie);
    QFETCH(QString, fbclid);
    QFETCH(qint64, nowMs);
    QFETCH(QString, expected);
    QCOMPARE(fbcOfClick(cookie, fbclid, nowMs), expected);
}

void ClickIdsTest::sendsNoFbpButTheBrowsersOwn()
{
    QCOMPARE(acceptableFbp({}), QString());
    for (const auto &vector : metaVectors().value(u"click_ids"_s).toArray()) {
        const auto cookie = vector[u"in"_s][u"cookies"_s][u"_fbp"_s].toString();
        QCOMPARE(acceptableFbp(cookie), cookie);
    }
}

void ClickIdsTest::refusesAnFbcThatMetaRefuses_data()
{
    QTest::addColumn<QString>("fbc");
    QTest::newRow("empty payload") << u"fb.1.1700000000123."_s;
    QTest::newRow("no payload") << u"fb.1.1700000000123"_s;
    QTest::newRow("seconds") << u"fb.1.1700000000.AbC"_s;
    QTest::newRow("microseconds") << u"fb.1.1700000000123456.AbC"_s;
    QTest::newRow("not fb") << u"FB.1.1700000000123.AbC"_s;
    QTest::newRow("space") << u"fb.1.1700000000123.Ab C"_s;
    QTest::newRow("line break at the end") << u"fb.1.1700000000123.AbC\n"_s;
    QTest::newRow("dots in the payload") << u"fb.1.1700000000123.A.b.C"_s;
    QTest::newRow("arabic digits") << u"fb.1.١٧٠٠٠٠٠٠٠٠١٢٣.AbC"_s;
    QTest::newRow("six minutes ahead") << u"fb.1.%1.AbC"_s.arg(now + 360'000);
    QTest::newRow("over 90 days old") << u"fb.1.%1.AbC"_s.arg(now - 90 * day - 1);
}

void ClickIdsTest::refusesAnFbcThatMetaRefuses()
{
    QFETCH(QString, fbc);
    QCOMPARE(acceptableFbc(fbc, now), QString());
}

void ClickIdsTest::keepsTheBytesOfAClickId()
{
    const auto fbclid = u"IwZXh0bgNhZW0BMABhZGlkAasYZ_aem_AbCd-Ef_12+%2B"_s;
    const auto fbc = fbcOfClick({}, fbclid, now - 90 * day);
    QCOMPARE(fbc, u"fb.1.%1.%2"_s.arg(now - 90 * day).arg(fbclid));
    QCOMPARE(acceptableFbc(fbc, now), fbc);
    QCOMPARE(acceptableFbc(u"fb.1.%1.AbC"_s.arg(now + 300'000), now), u"fb.1.%1.AbC"_s.arg(now + 300'000));
}

void ClickIdsTest::cutsOffTheAppendixOfMetasLibraries()
{
    QCOMPARE(acceptableFbc(u"fb.2.1700000000123.AbC.AQQCAQMC"_s, now), u"fb.2.1700000000123.AbC"_s);
    QCOMPARE(acceptableFbc(u"fb.2.1700000000123.AbC.Bg"_s, now), u"fb.2.1700000000123.AbC"_s);
    QCOMPARE(acceptableFbp(u"fb.1.1700000000123.123456.AQQCAQMC"_s), u"fb.1.1700000000123.123456"_s);
    QCOMPARE(fbcOfClick(u"fb.2.1600000000000.AbC.Bg"_s, u"AbC"_s, now), u"fb.2.1600000000000.AbC"_s);
}

void ClickIdsTest::refusesAnFbpThatNoPixelWrote_data()
{
    QTest::addColumn<QString>("fbp");
    QTest::newRow("letters") << u"fb.1.1700000000123.abc"_s;
    QTest::newRow("a UUID") << u"0f8fad5b-d9cb-469f-a165-70867728950e"_s;
    QTest::newRow("seconds") << u"fb.1.1700000000.123456"_s;
    QTest::newRow("no number") << u"fb.1.1700000000123."_s;
}

void ClickIdsTest::refusesAnFbpThatNoPixelWrote()
{
    QFETCH(QString, fbp);
    QCOMPARE(acceptableFbp(fbp), QString());
}

void ClickIdsTest::sendsOnlyAPersonsPublicAddress_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("expected");
    const auto kept = [](const QString &address) { QTest::newRow(qPrintable(address)) << address << address; };
    const auto dropped = [](const QString &address) { QTest::newRow(qPrintable(address)) << address << QString(); };
    for (const auto &address : {u"203.0.113.9"_s, u"172.32.0.1"_s, u"91.108.60.1"_s, u"149.154.176.1"_s,
                                u"2001:db8::1"_s, u"2804:14c:1:2:3:4:5:6"_s})
        kept(address);
    for (const auto &address :
         {u"10.1.1.1"_s, u"127.0.0.1"_s, u"192.168.0.1"_s, u"172.16.0.1"_s, u"169.254.1.1"_s, u"100.64.0.1"_s,
          u"0.0.0.0"_s, u"255.255.255.255"_s, u"1.2.3.256"_s, u"::1"_s, u"fe80::1"_s, u"fd00::1"_s,
          u"::ffff:10.0.0.1"_s, u"91.108.6.66"_s, u"149.154.161.200"_s, u"unknown"_s, u"2001:db8::1::2"_s,
          u"2001:db8"_s, u"2001:db8:1:2:3:4:5:6:7"_s})
        dropped(address);
    QTest::newRow("IPv4 in IPv6") << u"::FFFF:203.0.113.9"_s << u"203.0.113.9"_s;
    QTest::newRow("spaces around") << u" 203.0.113.9 "_s << u"203.0.113.9"_s;
    QTest::newRow("upper case") << u"2804:14C::1"_s << u"2804:14c::1"_s;
}

void ClickIdsTest::sendsOnlyAPersonsPublicAddress()
{
    QFETCH(QString, address);
    QFETCH(QString, expected);
    QCOMPARE(publicClientAddress(address), expected);
}

void ClickIdsTest::keepsOfAnAddressOnlyWhatIsNotPersonal_data()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<QString>("expected");
    QTest::newRow("utm and fbclid stay, in their bytes")
        << u"https://shop.example/go/x?utm_source=a%20b&email=ana%40x.co&fbclid=Iw+A%2B_aem&utm_id=7"_s
        << u"https://shop.example/go/x?utm_source=a%20b&fbclid=Iw+A%2B_aem&utm_id=7"_s;
    QTest::newRow("nothing left of the query")
        << u"https://shop.example/go/x?token=1#top"_s << u"https://shop.example/go/x"_s;
    QTest::newRow("user name") << u"https://ana:pw@shop.example/go"_s << u"https://shop.example/go"_s;
    QTest::newRow("not the web") << u"tg://resolve?domain=x"_s << QString();
    QTest::newRow("nothing") << QString() << QString();
    QTest::newRow("no host") << u"https:///go"_s << QString();
}

void ClickIdsTest::keepsOfAnAddressOnlyWhatIsNotPersonal()
{
    QFETCH(QString, page);
    QFETCH(QString, expected);
    QCOMPARE(eventSourceUrl(page), expected);
}

QTEST_GUILESS_MAIN(ClickIdsTest)
#include "tst_clickids.moc"
