// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/client/addresspolicy.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using rastro::http::AddressPolicy;

/// Which addresses are the world and which are somebody's own network.
class AddressPolicyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsPublicAddressesFromOthers_data()
    {
        QTest::addColumn<bool>("isPublic");
        for (const char *open : {"149.154.167.220", "8.8.8.8", "172.15.255.255", "172.32.0.1", "100.63.255.255",
                                 "100.128.0.1", "2001:67c:4e8:f004::9", "2606:4700::1111"})
            QTest::newRow(open) << true;
        for (const char *closed : {"0.0.0.0",
                                   "127.0.0.1",
                                   "127.255.255.254",
                                   "10.0.0.1",
                                   "172.16.0.1",
                                   "172.31.255.255",
                                   "192.168.1.1",
                                   "169.254.169.254",
                                   "100.64.0.1",
                                   "100.127.255.255",
                                   "192.0.0.1",
                                   "198.18.0.1",
                                   "224.0.0.1",
                                   "255.255.255.255",
                                   "::",
                                   "::1",
                                   "fe80::1",
                                   "fc00::1",
                                   "fd12::1",
                                   "ff02::1",
                                   "::ffff:127.0.0.1",
                                   "::ffff:8.8.8.8",
                                   "::127.0.0.1",
                                   "64:ff9b::7f00:1",
                                   "2002:7f00:1::",
                                   "2001::1",
                                   "2001:db8::1"})
            QTest::newRow(closed) << false;
    }

    void tellsPublicAddressesFromOthers()
    {
        QFETCH(bool, isPublic);
        QCOMPARE(AddressPolicy::isPublic(QHostAddress(QString::fromLatin1(QTest::currentDataTag()))), isPublic);
    }

    void allowsAnOriginAndNothingBesideIt_data()
    {
        QTest::addColumn<bool>("allowed");
        QTest::newRow("http://127.0.0.1:8081/bot1:x/getMe") << true;
        QTest::newRow("HTTP://127.0.0.1:8081") << true;
        QTest::newRow("https://127.0.0.1:8081/") << false;
        QTest::newRow("http://127.0.0.1:8082/") << false;
        QTest::newRow("http://127.0.0.1/") << false;
        QTest::newRow("http://localhost:8081/") << false;
        QTest::newRow("https://Bank.example/") << true;
        QTest::newRow("https://bank.example:443/") << true;
        QTest::newRow("https://bank.example.org/") << false;
    }

    void allowsAnOriginAndNothingBesideIt()
    {
        QFETCH(bool, allowed);
        AddressPolicy policy;
        policy.allowOrigin(QUrl(u"http://127.0.0.1:8081"_s));
        policy.allowOrigin(QUrl(u"https://bank.example/base/path"_s));
        const QUrl url(QString::fromLatin1(QTest::currentDataTag()));
        QCOMPARE(policy.allowsOrigin(url), allowed);
        QCOMPARE(policy.permits(url, QHostAddress(u"192.168.0.9"_s)), allowed);
        QVERIFY(policy.permits(url, QHostAddress(u"8.8.8.8"_s)));
    }
};

QTEST_GUILESS_MAIN(AddressPolicyTest)
#include "tst_addresspolicy.moc"
