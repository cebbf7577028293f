// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/adlink.h"
#include "core/click/querystring.h"

#include <QtTest/QTest>

using namespace rastro::core;
using namespace Qt::StringLiterals;

class TestAdLink : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySourceFillsWhatAClickKeeps();
    void metaNamesTheAd();
    void everyMacroHasItsPlatformsForm_data();
    void everyMacroHasItsPlatformsForm();
    void anUnknownSourceHasNone();
};

void TestAdLink::everySourceFillsWhatAClickKeeps()
{
    QCOMPARE(adSources(), (QStringList{u"meta"_s, u"tiktok"_s, u"google"_s, u"kwai"_s}));
    for (const QString &source : adSources()) {
        const QString link = adLink(u"https://shop.example"_s, u"summer"_s, adTemplate(source)->parameters);
        QVERIFY(link.startsWith(u"https://shop.example/go/summer?utm_source="_s));
        const QueryString query(link.section(u'?', 1).toUtf8());
        for (const char *key : {"utm_source", "utm_medium", "utm_campaign", "utm_content"})
            QVERIFY2(!query.text(key, 200).isEmpty(), key);
        QVERIFY(!link.contains(u' '));
        QVERIFY(!adTemplate(source)->placeEn.isEmpty());
        QVERIFY(!adTemplate(source)->placePt.isEmpty());
    }
    QCOMPARE(adLink(u"https://shop.example"_s, u"summer"_s), u"https://shop.example/go/summer"_s);
}

void TestAdLink::metaNamesTheAd()
{
    const QString parameters = adTemplate(u"meta"_s)->parameters;
    for (const char *macro : {"{{campaign.name}}|{{campaign.id}}", "{{adset.name}}|{{adset.id}}",
                              "{{ad.name}}|{{ad.id}}", "{{placement}}", "{{site_source_name}}"})
        QVERIFY2(parameters.contains(QLatin1StringView(macro)), macro);
}

void TestAdLink::everyMacroHasItsPlatformsForm_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("form");
    QTest::newRow("meta") << u"meta"_s << uR"(\{\{[a-z_.]+\}\})"_s;
    QTest::newRow("tiktok") << u"tiktok"_s << uR"(__[A-Z_]*[A-Z]__)"_s;
    QTest::newRow("google") << u"google"_s << uR"(\{[a-z]+\})"_s;
    QTest::newRow("kwai") << u"kwai"_s << uR"(__[A-Z]+__)"_s;
}

void TestAdLink::everyMacroHasItsPlatformsForm()
{
    QFETCH(QString, source);
    QFETCH(QString, form);
    QString rest = adTemplate(source)->parameters;
    rest.remove(QRegularExpression(form));
    QVERIFY2(!rest.contains(QRegularExpression(uR"([{}]|__)"_s)), qPrintable(rest));
    QVERIFY(rest.size() < adTemplate(source)->parameters.size());
}

void TestAdLink::anUnknownSourceHasNone()
{
    QVERIFY(!adTemplate(u"myspace"_s));
}

QTEST_APPLESS_MAIN(TestAdLink)
#include "tst_adlink.moc"
