// SPDX-License-Identifier: GPL-3.0-or-later
#include "rastro/money.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>
#include <limits>

using namespace Qt::StringLiterals;
using namespace rastro;

class TestMoney : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsThePricesThatFloatsGetWrong_data()
    {
        QTest::addColumn<qint64>("centavos");
        QTest::addColumn<double>("reais");
        QFile file(QStringLiteral(RASTRO_FIXTURES "/brcode/vectors.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto samples = QJsonDocument::fromJson(file.readAll())[u"float_truncation"][u"samples"].toArray();
        QVERIFY(samples.size() >= 11);
        for (const auto &sample : samples) {
            const auto centavos = sample[u"centavos"].toInteger();
            QTest::addRow("%lld", static_cast<long long>(centavos)) << centavos << sample[u"reais"].toDouble();
        }
    }
    void readsThePricesThatFloatsGetWrong()
    {
        QFETCH(qint64, centavos);
        QFETCH(double, reais);
        QCOMPARE(Money::fromDecimal(QString::number(reais, 'f', 2), u"BRL"_s)->minor, centavos);
        QCOMPARE(Money::fromDecimal(QString::number(reais), u"BRL"_s)->minor, centavos);
    }

    void readsBackEveryOneOfTheFirstHundredThousandPrices()
    {
        int floatsWrong = 0;
        for (qint64 centavos = 0; centavos <= 100'000; ++centavos) {
            const Money money{centavos, u"BRL"_s};
            QCOMPARE(Money::fromDecimal(money.toDecimal(), u"BRL"_s).value(), money);
            floatsWrong += static_cast<qint64>(money.toDecimal().toDouble() * 100) != centavos ? 1 : 0;
        }
        QCOMPARE(floatsWrong, 4586); // What this type is for.
    }

    void readsAmounts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("currency");
        QTest::addColumn<qint64>("minor");
        QTest::newRow("whole") << u"19"_s << u"BRL"_s << qint64(1900);
        QTest::newRow("one decimal") << u"19.9"_s << u"BRL"_s << qint64(1990);
        QTest::newRow("superfluous zeros") << u"19.9700"_s << u"BRL"_s << qint64(1997);
        QTest::newRow("no decimals") << u"500"_s << u"JPY"_s << qint64(500);
        QTest::newRow("three decimals") << u"1.234"_s << u"KWD"_s << qint64(1234);
        QTest::newRow("stars") << u"50"_s << u"XTR"_s << qint64(50);
        QTest::newRow("leading zeros") << u"007.50"_s << u"BRL"_s << qint64(750);
        QTest::newRow("largest of Pix") << u"9999999999.99"_s << u"BRL"_s << qint64(999'999'999'999);
    }
    void readsAmounts()
    {
        QFETCH(QString, text);
        QFETCH(QString, currency);
        QFETCH(qint64, minor);
        const auto money = Money::fromDecimal(text, currency);
        QVERIFY2(money, qPrintable(money ? QString() : money.error().message));
        QCOMPARE(money->minor, minor);
        QCOMPARE(money->currency, currency);
    }

    void refusesWhatIsNoAmount_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("currency");
        QTest::addColumn<QString>("error");
        for (const auto &text : {u""_s, u"."_s, u".5"_s, u"5."_s, u"-1"_s, u"+1"_s, u"1,99"_s, u"1.2.3"_s, u" 1"_s,
                                 u"1e3"_s, u"0x10"_s, u"٣"_s, u"99999999999999999999"_s, u"NaN"_s, u"1\u00a0000"_s})
            QTest::addRow("“%s”", qPrintable(text)) << text << u"BRL"_s << u"money.malformed"_s;
        QTest::newRow("half a centavo") << u"1.005"_s << u"BRL"_s << u"money.too_precise"_s;
        QTest::newRow("half a yen") << u"1.5"_s << u"JPY"_s << u"money.too_precise"_s;
        QTest::newRow("unknown currency") << u"1"_s << u"ZZZ"_s << u"money.currency"_s;
        QTest::newRow("currency in lower case") << u"1"_s << u"brl"_s << u"money.currency"_s;
        QTest::newRow("no currency") << u"1"_s << QString() << u"money.currency"_s;
    }
    void refusesWhatIsNoAmount()
    {
        QFETCH(QString, text);
        QFETCH(QString, currency);
        QFETCH(QString, error);
        const auto money = Money::fromDecimal(text, currency);
        QVERIFY(!money);
        QCOMPARE(money.error().code, error);
    }

    void writesDecimalsForTheWire_data()
    {
        QTest::addColumn<qint64>("minor");
        QTest::addColumn<QString>("currency");
        QTest::addColumn<QString>("text");
        QTest::newRow("price") << qint64(1997) << u"BRL"_s << u"19.97"_s;
        QTest::newRow("under one") << qint64(5) << u"BRL"_s << u"0.05"_s;
        QTest::newRow("nothing") << qint64(0) << u"BRL"_s << u"0.00"_s;
        QTest::newRow("negative") << qint64(-5) << u"BRL"_s << u"-0.05"_s;
        QTest::newRow("yen") << qint64(1997) << u"JPY"_s << u"1997"_s;
        QTest::newRow("dinar") << qint64(1997) << u"KWD"_s << u"1.997"_s;
        QTest::newRow("smallest of 64 bits")
            << std::numeric_limits<qint64>::min() << u"BRL"_s << u"-92233720368547758.08"_s;
    }
    void writesDecimalsForTheWire()
    {
        QFETCH(qint64, minor);
        QFETCH(QString, currency);
        QFETCH(QString, text);
        QCOMPARE((Money{minor, currency}.toDecimal()), text);
    }

    void writesAmountsForPeople_data()
    {
        QTest::addColumn<qint64>("minor");
        QTest::addColumn<QString>("currency");
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("text");
        QTest::newRow("pt") << qint64(1997) << u"BRL"_s << u"pt"_s << u"R$ 19,97"_s;
        QTest::newRow("pt-BR") << qint64(123456789) << u"BRL"_s << u"pt-BR"_s << u"R$ 1.234.567,89"_s;
        QTest::newRow("en") << qint64(123456789) << u"BRL"_s << u"en"_s << u"R$1,234,567.89"_s;
        QTest::newRow("stars") << qint64(1500) << u"XTR"_s << u"en"_s << u"XTR 1,500"_s;
        QTest::newRow("three digits") << qint64(99999) << u"BRL"_s << u"pt"_s << u"R$ 999,99"_s;
        QTest::newRow("negative thousand") << qint64(-100000) << u"BRL"_s << u"en"_s << u"R$-1,000.00"_s;
        QTest::newRow("negative hundred") << qint64(-10000) << u"BRL"_s << u"en"_s << u"R$-100.00"_s;
    }
    void writesAmountsForPeople()
    {
        QFETCH(qint64, minor);
        QFETCH(QString, currency);
        QFETCH(QString, language);
        QFETCH(QString, text);
        QCOMPARE((Money{minor, currency}.toDisplay(language)), text);
    }
};

QTEST_APPLESS_MAIN(TestMoney)
#include "tst_money.moc"
