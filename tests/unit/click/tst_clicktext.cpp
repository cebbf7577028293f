// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/clicktext.h"

#include <QtTest/QTest>

using namespace rastro;
using namespace Qt::StringLiterals;

class TestClickText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatBecameOfIt_data();
    void saysWhatBecameOfIt();
};

void TestClickText::saysWhatBecameOfIt_data()
{
    QTest::addColumn<QString>("traffic");
    QTest::addColumn<qint64>("bot");
    QTest::addColumn<QString>("part");
    QTest::newRow("person") << u"person"_s << qint64(7) << u"An ad click was stored."_s;
    QTest::newRow("without a bot") << u"person"_s << qint64(0) << u"without a bot"_s;
    QTest::newRow("crawler") << u"crawler"_s << qint64(7) << u"apart (crawler)"_s;
    QTest::newRow("crawler without a bot") << u"crawler"_s << qint64(0) << u"apart (crawler)"_s;
}

void TestClickText::saysWhatBecameOfIt()
{
    QFETCH(QString, traffic);
    QFETCH(qint64, bot);
    QFETCH(QString, part);
    const auto token = TrackingToken::parse(u"0190a1b2c3d4700080001122334455ff").value();
    const QString text = core::clickText({.token = token, .botId = bot, .traffic = traffic});
    QVERIFY2(text.contains(part), qPrintable(text));
}

QTEST_APPLESS_MAIN(TestClickText)
#include "tst_clicktext.moc"
