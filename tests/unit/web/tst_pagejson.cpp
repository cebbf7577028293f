// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/pagejson.h"

#include <QtCore/QJsonDocument>
#include <QtTest/QTest>

using namespace rastro;
using namespace rastro::web;
using namespace Qt::StringLiterals;

class TestPageJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noValueEndsTheElement_data();
    void noValueEndsTheElement();
    void anEventHasOnlyWhatIsKnown();
    void valuesAreNumbersInMajorUnits_data();
    void valuesAreNumbersInMajorUnits();
    void idsAreHashedAsTheServerDoes_data();
    void idsAreHashedAsTheServerDoes();
};

void TestPageJson::noValueEndsTheElement_data()
{
    QTest::addColumn<QString>("value");
    QTest::newRow("script") << u"</script><script>alert(1)</script>"_s;
    QTest::newRow("comment") << u"<!-- <script>"_s;
    QTest::newRow("entity") << u"&lt;"_s;
    QTest::newRow("line separators") << u"a\u2028b\u2029c"_s;
    QTest::newRow("quotes and backslashes") << u"\"'\\\n"_s;
    QTest::newRow("Portuguese") << u"Promoção de verão ☀"_s;
}

void TestPageJson::noValueEndsTheElement()
{
    QFETCH(QString, value);
    const QByteArray json = jsonForHtml({{u"v"_s, value}, {value, 1}});
    for (const char *forbidden : {"<", ">", "&", "\xe2\x80\xa8", "\xe2\x80\xa9"})
        QVERIFY2(!json.contains(forbidden), json);
    QCOMPARE(QJsonDocument::fromJson(json)["v"_L1].toString(), value);
}

void TestPageJson::anEventHasOnlyWhatIsKnown()
{
    PageEvent event;
    event.name = u"PageView"_s;
    event.id = u"e1"_s;
    QCOMPARE(event.toJson(), (QJsonObject{{u"name"_s, u"PageView"_s}, {u"id"_s, u"e1"_s}}));
}

void TestPageJson::valuesAreNumbersInMajorUnits_data()
{
    QTest::addColumn<qint64>("minor");
    QTest::addColumn<QString>("currency");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("19.97") << qint64(1997) << u"BRL"_s << QByteArray(R"({"currency":"BRL","value":19.97})");
    QTest::newRow("whole") << qint64(2000) << u"BRL"_s << QByteArray(R"({"currency":"BRL","value":20})");
    QTest::newRow("yen") << qint64(1997) << u"JPY"_s << QByteArray(R"({"currency":"JPY","value":1997})");
}

void TestPageJson::valuesAreNumbersInMajorUnits()
{
    QFETCH(qint64, minor);
    QFETCH(QString, currency);
    PageEvent event;
    event.value = Money{minor, currency};
    QTEST(jsonForHtml(event.toJson()), "expected");
}

void TestPageJson::idsAreHashedAsTheServerDoes_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("expected");
    QTest::newRow("plain") << u"abc"_s << u"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"_s;
    QTest::newRow("case and spaces do not matter")
        << u" A b\tC "_s << u"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"_s;
    QTest::newRow("nothing is not hashed") << u" "_s << QString();
}

void TestPageJson::idsAreHashedAsTheServerDoes()
{
    QFETCH(QString, id);
    QTEST(hashedId(id), "expected");
}

QTEST_APPLESS_MAIN(TestPageJson)
#include "tst_pagejson.moc"
