// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/clientaddress.h"

#include <QtTest/QTest>

using namespace rastro::core;
using namespace Qt::StringLiterals;

class TestClientAddress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAndWritesAddresses_data();
    void readsAndWritesAddresses();
    void tellsPublicFromPrivate_data();
    void tellsPublicFromPrivate();
    void refusesMalformedProxies_data();
    void refusesMalformedProxies();
    void knowsItsProxies_data();
    void knowsItsProxies();
    void findsTheVisitor_data();
    void findsTheVisitor();
    void neverReportsItsOwnAddress();
};

void TestClientAddress::readsAndWritesAddresses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected"); // null: refused

    QTest::newRow("IPv4") << QByteArrayLiteral("203.0.113.7") << u"203.0.113.7"_s;
    QTest::newRow("IPv4 with port") << QByteArrayLiteral("203.0.113.7:4711") << u"203.0.113.7"_s;
    QTest::newRow("spaces") << QByteArrayLiteral(" 203.0.113.7 ") << u"203.0.113.7"_s;
    QTest::newRow("IPv6") << QByteArrayLiteral("2001:DB8:0:0:0:0:0:1") << u"2001:db8::1"_s;
    QTest::newRow("IPv6 with port") << QByteArrayLiteral("[2001:db8::1]:443") << u"2001:db8::1"_s;
    QTest::newRow("IPv6 in brackets") << QByteArrayLiteral("[2001:db8::1]") << u"2001:db8::1"_s;
    QTest::newRow("IPv6 with zone") << QByteArrayLiteral("fe80::1%eth0") << u"fe80::1"_s;
    QTest::newRow("mapped") << QByteArrayLiteral("::ffff:203.0.113.7") << u"203.0.113.7"_s;
    QTest::newRow("mapped in hex") << QByteArrayLiteral("::ffff:cb00:7107") << u"203.0.113.7"_s;
    QTest::newRow("loopback") << QByteArrayLiteral("::1") << u"::1"_s;
    QTest::newRow("any") << QByteArrayLiteral("::") << u"::"_s;
    QTest::newRow("longest run of zeros") << QByteArrayLiteral("2001:0:0:1:0:0:0:1") << u"2001:0:0:1::1"_s;
    QTest::newRow("first of equal runs") << QByteArrayLiteral("2001:db8:0:0:1:0:0:1") << u"2001:db8::1:0:0:1"_s;
    QTest::newRow("one zero is not shortened")
        << QByteArrayLiteral("2001:db8:0:1:1:1:1:1") << u"2001:db8:0:1:1:1:1:1"_s;
    QTest::newRow("ends in zeros") << QByteArrayLiteral("2001:db8::") << u"2001:db8::"_s;

    for (const char *refused : {"",
                                "unknown",
                                "1.2.3",
                                "1.2.3.4.5",
                                "1.2.3.256",
                                "1.2.3.",
                                ".1.2.3",
                                "1..2.3",
                                "1.2.3.4444",
                                "0x1.2.3.4",
                                ":",
                                ":::",
                                "1::2::3",
                                "1:2:3:4:5:6:7",
                                "1:2:3:4:5:6:7:8:9",
                                "1:2:3:4:5:6:7:8::",
                                "12345::",
                                "g::",
                                "::1.2.3",
                                "1.2.3.4::",
                                "[::1",
                                "::1]",
                                "[]",
                                "1:2:3:4:5:6:7:",
                                "_hidden",
                                "\xff\xfe"})
        QTest::newRow(refused[0] ? refused : "empty") << QByteArray(refused) << QString();
}

void TestClientAddress::readsAndWritesAddresses()
{
    QFETCH(QByteArray, text);
    const auto address = IpAddress::parseWithPort(text);
    QTEST(address ? address->toString() : QString(), "expected");
}

void TestClientAddress::tellsPublicFromPrivate_data()
{
    QTest::addColumn<bool>("expected");
    for (const char *address :
         {"8.8.8.8", "203.0.113.7", "172.15.0.1", "172.32.0.1", "100.63.0.1", "2804:14c::1", "2001:db8::1"})
        QTest::newRow(address) << true;
    for (const char *address : {"10.1.1.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "127.0.0.1", "169.254.1.1",
                                "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "241.1.2.3", "::1",
                                "::", "fe80::1", "fd00::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1"})
        QTest::newRow(address) << false;
}

void TestClientAddress::tellsPublicFromPrivate()
{
    QTEST(IpAddress::parse(QTest::currentDataTag()).value().isPublic(), "expected");
}

void TestClientAddress::refusesMalformedProxies_data()
{
    QTest::addColumn<QString>("entry");
    for (const char *entry :
         {"proxy.example.com", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "10.0.0.0/8/8", "::/129", "10.0.0.0/", ""})
        QTest::newRow(entry[0] ? entry : "empty") << QString::fromLatin1(entry);
}

void TestClientAddress::refusesMalformedProxies()
{
    QFETCH(QString, entry);
    const auto proxies = TrustedProxies::parse({u"127.0.0.1"_s, entry});
    QVERIFY(!proxies);
    QCOMPARE(proxies.error().code, u"proxies.malformed"_s);
    QVERIFY(proxies.error().message.contains(u'“' + entry + u'”'));
}

void TestClientAddress::knowsItsProxies_data()
{
    QTest::addColumn<QString>("entry");
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<bool>("expected");

    QTest::newRow("in a block") << u"10.0.0.0/8"_s << QByteArrayLiteral("10.200.3.4") << true;
    QTest::newRow("beside a block") << u"10.0.0.0/8"_s << QByteArrayLiteral("11.0.0.1") << false;
    QTest::newRow("not on a byte") << u"172.16.0.0/12"_s << QByteArrayLiteral("172.31.0.1") << true;
    QTest::newRow("beside, not on a byte") << u"172.16.0.0/12"_s << QByteArrayLiteral("172.32.0.1") << false;
    QTest::newRow("single") << u"127.0.0.1"_s << QByteArrayLiteral("127.0.0.1") << true;
    QTest::newRow("not the single one") << u"127.0.0.1"_s << QByteArrayLiteral("127.0.0.2") << false;
    QTest::newRow("mapped peer") << u"127.0.0.0/8"_s << QByteArrayLiteral("::ffff:127.0.0.1") << true;
    QTest::newRow("IPv6 block") << u"2400:cb00::/32"_s << QByteArrayLiteral("2400:cb00:1::5") << true;
    QTest::newRow("beside an IPv6 block") << u"2400:cb00::/32"_s << QByteArrayLiteral("2400:cb01::5") << false;
    QTest::newRow("all of IPv4 is not IPv6") << u"0.0.0.0/0"_s << QByteArrayLiteral("2400:cb00::5") << false;
}

void TestClientAddress::knowsItsProxies()
{
    QFETCH(QString, entry);
    QFETCH(QByteArray, address);
    QTEST(TrustedProxies::parse({entry}).value().contains(IpAddress::parse(address).value()), "expected");
}

void TestClientAddress::findsTheVisitor_data()
{
    QTest::addColumn<AddressHints>("hints");
    QTest::addColumn<QString>("expected");

    // 127.0.0.1 and 198.51.100.0/24 are trusted.
    QTest::newRow("direct") << AddressHints{"203.0.113.7", {}, {}, {}} << u"203.0.113.7"_s;
    QTest::newRow("direct IPv6") << AddressHints{"2804:14c::1", {}, {}, {}} << u"2804:14c::1"_s;
    QTest::newRow("a stranger's headers are not believed")
        << AddressHints{"203.0.113.7", "2001:db8::1", "8.8.8.8", "9.9.9.9"} << u"203.0.113.7"_s;
    QTest::newRow("IPv6 of Cloudflare first")
        << AddressHints{"127.0.0.1", "2804:14c::1", "203.0.113.7", "9.9.9.9"} << u"2804:14c::1"_s;
    QTest::newRow("then its address") << AddressHints{"127.0.0.1", {}, "203.0.113.7", "9.9.9.9"} << u"203.0.113.7"_s;
    QTest::newRow("class E stands for an IPv6")
        << AddressHints{"127.0.0.1", {}, "241.1.2.3", "2804:14c::1"} << u"2804:14c::1"_s;
    QTest::newRow("then the rightmost that is not a proxy")
        << AddressHints{"127.0.0.1", {}, {}, "6.6.6.6, 203.0.113.7, 198.51.100.9"} << u"203.0.113.7"_s;
    QTest::newRow("with a port") << AddressHints{"127.0.0.1", {}, {}, "203.0.113.7:5555"} << u"203.0.113.7"_s;
    QTest::newRow("spoofed left of it") << AddressHints{"127.0.0.1", {}, {}, "127.0.0.1, 8.8.8.8, 203.0.113.7"}
                                        << u"203.0.113.7"_s;
    QTest::newRow("garbage ends the search")
        << AddressHints{"127.0.0.1", {}, {}, "6.6.6.6, unknown, 198.51.100.9"} << QString();
    QTest::newRow("garbage in Cloudflare's header")
        << AddressHints{"127.0.0.1", "x", "y", "203.0.113.7"} << u"203.0.113.7"_s;
    QTest::newRow("private behind the proxy")
        << AddressHints{"127.0.0.1", {}, {}, "203.0.113.7, 10.1.1.1"} << QString();
    QTest::newRow("a proxy's address is nobody's") << AddressHints{"198.51.100.9", {}, {}, {}} << QString();
    QTest::newRow("only proxies") << AddressHints{"127.0.0.1", {}, {}, "198.51.100.9"} << QString();
    QTest::newRow("private peer") << AddressHints{"10.1.1.1", {}, {}, "203.0.113.7"} << QString();
    QTest::newRow("no peer") << AddressHints{{}, {}, {}, "203.0.113.7"} << QString();
}

void TestClientAddress::findsTheVisitor()
{
    QFETCH(AddressHints, hints);
    const auto trusted = TrustedProxies::parse({u"127.0.0.1"_s, u"198.51.100.0/24"_s}).value();
    QTEST(clientAddress(hints, trusted), "expected");
}

void TestClientAddress::neverReportsItsOwnAddress()
{
    const AddressHints hints{"203.0.113.7", {}, {}, {}};
    QCOMPARE(clientAddress(hints, {}, {IpAddress::parse("203.0.113.7").value()}), QString());
    QCOMPARE(clientAddress(hints, {}, {IpAddress::parse("203.0.113.8").value()}), u"203.0.113.7"_s);
}

QTEST_APPLESS_MAIN(TestClientAddress)
#include "tst_clientaddress.moc"
