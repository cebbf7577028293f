// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/host/redaction.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using rastro::plugins::Redaction;

class RedactionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesSecretsOut_data()
    {
        QTest::addColumn<QStringList>("secrets");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("clean");
        QTest::newRow("plain") << QStringList{u"hunter22"_s} << u"key=hunter22, again hunter22"_s
                               << u"key=***, again ***"_s;
        QTest::newRow("percent-encoded") << QStringList{u"a b/c?"_s} << u"?k=a%20b%2Fc%3F"_s << u"?k=***"_s;
        QTest::newRow("base64") << QStringList{u"hunter22"_s} << u"Basic aHVudGVyMjI="_s << u"Basic ***="_s;
        QTest::newRow("one within the other") << QStringList{u"abcd"_s, u"abcdef"_s} << u"abcdef"_s << u"***"_s;
        QTest::newRow("too short to be one") << QStringList{u"a"_s, QString()} << u"banana"_s << u"banana"_s;
        QTest::newRow("none") << QStringList() << u"text"_s << u"text"_s;
    }
    void takesSecretsOut()
    {
        QFETCH(QStringList, secrets);
        QFETCH(QString, text);
        QTEST(Redaction(secrets)(text), "clean");
    }
};

QTEST_GUILESS_MAIN(RedactionTest)
#include "tst_redaction.moc"
