// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/access.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;

namespace {

const QByteArray token = "0123456789abcdef0123456789abcdef";

metrics::Access judgeOf(const QStringList &from, const QStringList &proxies, const QByteArray &secret = {})
{
    return {*core::TrustedProxies::parse(from), *core::TrustedProxies::parse(proxies), secret};
}

http::HttpRequest request(const QString &peer, const QList<std::pair<QByteArray, QByteArray>> &headers)
{
    http::HttpRequest made;
    made.method = "GET";
    made.path = "/metrics";
    made.peer = peer.toLatin1();
    for (const auto &[name, value] : headers)
        made.headers.add(name, value);
    return made;
}

using Headers = QList<std::pair<QByteArray, QByteArray>>;

} // namespace

class TestAccess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void byAddress_data()
    {
        QTest::addColumn<QString>("peer");
        QTest::addColumn<Headers>("headers");
        QTest::addColumn<bool>("isAdmitted");
        const Headers local{{"Host", "127.0.0.1:8080"}};
        QTest::newRow("this machine") << u"127.0.0.1"_s << local << true;
        QTest::newRow("by name") << u"127.0.0.1"_s << Headers{{"Host", "LocalHost:8080"}} << true;
        QTest::newRow("by IPv6") << u"::1"_s << Headers{{"Host", "[::1]:8080"}} << true;
        QTest::newRow("mapped") << u"::ffff:127.0.0.1"_s << local << true;
        QTest::newRow("a named network") << u"10.1.2.3"_s << Headers{{"Host", "rastro.internal"}} << true;
        QTest::newRow("outside of it") << u"10.2.2.3"_s << local << false;
        QTest::newRow("a stranger") << u"203.0.113.9"_s << local << false;
        QTest::newRow("passed on: for") << u"127.0.0.1"_s << local + Headers{{"X-Forwarded-For", "127.0.0.1"}} << false;
        QTest::newRow("passed on: proto") << u"127.0.0.1"_s << local + Headers{{"x-forwarded-proto", "https"}} << false;
        QTest::newRow("passed on: forwarded") << u"127.0.0.1"_s << local + Headers{{"Forwarded", "for=_x"}} << false;
        QTest::newRow("passed on: via") << u"10.1.2.3"_s << local + Headers{{"Via", "1.1 x"}} << false;
        QTest::newRow("passed on: real ip") << u"127.0.0.1"_s << local + Headers{{"X-Real-IP", "::1"}} << false;
        QTest::newRow("passed on: cloudflare")
            << u"127.0.0.1"_s << local + Headers{{"CF-Connecting-IP", "::1"}} << false;
        QTest::newRow("a public host on loopback") << u"127.0.0.1"_s << Headers{{"Host", "shop.example"}} << false;
        QTest::newRow("no host on loopback") << u"127.0.0.1"_s << Headers{} << false;
        QTest::newRow("a trusted proxy, silent") << u"10.1.9.9"_s << local << false;
    }

    void byAddress()
    {
        QFETCH(const QString, peer);
        QFETCH(const Headers, headers);
        const auto judge = judgeOf({u"127.0.0.0/8"_s, u"::1"_s, u"10.1.0.0/16"_s}, {u"10.1.9.9"_s});
        QTEST(judge.admits(request(peer, headers)), "isAdmitted");
    }

    void aTrustedProxyOnThisMachineTakesLoopbackAway()
    {
        const auto judge = judgeOf({u"127.0.0.0/8"_s}, {u"127.0.0.1"_s}, token);
        QVERIFY(!judge.admits(request(u"127.0.0.1"_s, {{"Host", "127.0.0.1:8080"}})));
        QVERIFY(judge.admits(request(u"127.0.0.1"_s, {{"Authorization", "Bearer " + token}})));
    }

    void byToken_data()
    {
        QTest::addColumn<QByteArray>("authorization");
        QTest::addColumn<bool>("isAdmitted");
        QTest::newRow("the token") << "Bearer " + token << true;
        QTest::newRow("scheme without case") << "bearer " + token << true;
        QTest::newRow("another") << "Bearer " + QByteArray(token).replace('0', '1') << false;
        QTest::newRow("a part") << "Bearer " + token.first(31) << false;
        QTest::newRow("another scheme") << "Basic " + token << false;
        QTest::newRow("empty") << QByteArray("Bearer ") << false;
        QTest::newRow("nothing") << QByteArray() << false;
    }

    void byToken()
    {
        QFETCH(const QByteArray, authorization);
        const auto judge = judgeOf({}, {}, token);
        // Also through a proxy: that is what a token is for.
        const auto asked = request(u"203.0.113.9"_s, {{"Authorization", authorization}, {"X-Forwarded-For", "::1"}});
        QTEST(judge.admits(asked), "isAdmitted");
    }

    void withoutATokenNoneIsRight()
    {
        QVERIFY(!judgeOf(QStringList(), QStringList()).admits(request(u"127.0.0.1"_s, {{"Authorization", "Bearer "}})));
    }
};

QTEST_GUILESS_MAIN(TestAccess)
#include "tst_access.moc"
