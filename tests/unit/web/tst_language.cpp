// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/language.h"

#include <QtTest/QTest>

using namespace rastro::web;
using namespace Qt::StringLiterals;

class TestLanguage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesWhatTheReaderLikesBest_data();
    void takesWhatTheReaderLikesBest();
    void readsTagsOfTelegram_data();
    void readsTagsOfTelegram();
};

static QString name(std::optional<Language> language)
{
    return language ? languageTag(*language) : QString();
}

void TestLanguage::takesWhatTheReaderLikesBest_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("expected");

    QTest::newRow("Brazil") << QByteArray("pt-BR,pt;q=0.9,en-US;q=0.8,en;q=0.7") << u"pt-BR"_s;
    QTest::newRow("Portugal") << QByteArray("pt-PT") << u"pt-BR"_s;
    QTest::newRow("English") << QByteArray("en-US,en;q=0.9") << u"en"_s;
    QTest::newRow("English before Portuguese") << QByteArray("en,pt;q=0.9") << u"en"_s;
    QTest::newRow("by weight, not by place") << QByteArray("en;q=0.5, pt;q=0.9") << u"pt-BR"_s;
    QTest::newRow("first of equals") << QByteArray("en, pt") << u"en"_s;
    QTest::newRow("Spanish then English") << QByteArray("es-AR,es;q=0.9,en;q=0.8") << u"en"_s;
    QTest::newRow("only Spanish") << QByteArray("es-AR,es") << QString();
    QTest::newRow("refused by weight 0") << QByteArray("pt;q=0, en;q=0") << QString();
    QTest::newRow("any") << QByteArray("*") << QString();
    QTest::newRow("none") << QByteArray("") << QString();
    QTest::newRow("upper case") << QByteArray("EN-gb") << u"en"_s;
    QTest::newRow("spaces") << QByteArray("  en ; q=0.3 ") << u"en"_s;
    QTest::newRow("another that begins so") << QByteArray("ptx, enm") << QString();
    QTest::newRow("garbage") << QByteArray(";;q=,,\xff;q=x,en;q=abc,-") << QString();
}

void TestLanguage::takesWhatTheReaderLikesBest()
{
    QFETCH(QByteArray, header);
    QTEST(name(acceptedLanguage(header)), "expected");
}

void TestLanguage::readsTagsOfTelegram_data()
{
    QTest::addColumn<QString>("expected");
    QTest::newRow("pt-br") << u"pt-BR"_s;
    QTest::newRow("pt") << u"pt-BR"_s;
    QTest::newRow("en") << u"en"_s;
    QTest::newRow("es") << QString();
}

void TestLanguage::readsTagsOfTelegram()
{
    QTEST(name(languageOfTag(QString::fromLatin1(QTest::currentDataTag()))), "expected");
}

QTEST_APPLESS_MAIN(TestLanguage)
#include "tst_language.moc"
