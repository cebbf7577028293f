// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/httpheaders.h"

#include <QtTest/QTest>

using namespace rastro::http;
using namespace Qt::StringLiterals;

class TestHttpHeaders : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsAFieldInAnyCase();
    void joinsFieldsOfOneName();
    void keepsTheTabOfAValue();
};

namespace {

HttpHeaders headers()
{
    HttpHeaders headers;
    headers.add("Hosu", "not it");
    headers.add("Host", "shop.test");
    headers.add("X-Forwarded-For", "203.0.113.7");
    headers.add("Empty", "");
    headers.add("x-forwarded-for", "198.51.100.9");
    return headers;
}

} // namespace

void TestHttpHeaders::findsAFieldInAnyCase()
{
    const HttpHeaders all = headers();
    for (const QByteArrayView name : {"Host", "host", "HOST"}) {
        QVERIFY(all.contains(name));
        QCOMPARE(all.view(name).toByteArray(), "shop.test"_ba);
        QCOMPARE(all.value(name), "shop.test"_ba);
    }
    QVERIFY(all.contains("empty") && all.view("empty").isEmpty());
    QVERIFY(!all.contains("Hos") && all.view("Hos").isEmpty() && all.values("Hos").isEmpty());
}

void TestHttpHeaders::joinsFieldsOfOneName()
{
    const HttpHeaders all = headers();
    QCOMPARE(all.values("X-FORWARDED-FOR"), (QList{"203.0.113.7"_ba, "198.51.100.9"_ba}));
    QCOMPARE(all.joined("X-Forwarded-For", ", "), "203.0.113.7, 198.51.100.9"_ba);
    QCOMPARE(all.joined("Host", ", "), "shop.test"_ba);
    QCOMPARE(all.joined("Cookie", "; "), QByteArray());
    QCOMPARE(HttpHeaders().joined("Cookie", "; "), QByteArray());
}

void TestHttpHeaders::keepsTheTabOfAValue()
{
    HttpHeaders all;
    QVERIFY(all.add("X", "a value with a\ttab in it"));
    QCOMPARE(all.value("X"), "a value with a\ttab in it"_ba);
    QVERIFY(!all.add("X", "a value with a\vcontrol"));
    QVERIFY(!all.add("", "x") && !all.add("a b", "x"));
    QCOMPARE(all.size(), 1);
}

QTEST_APPLESS_MAIN(TestHttpHeaders)
#include "tst_httpheaders.moc"
