// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/printable.h"

#include <QtTest/QTest>

using namespace rastro::core;

using Judge = std::function<bool(QByteArrayView)>;
using Expected = std::function<bool(int)>;
Q_DECLARE_METATYPE(Judge)
Q_DECLARE_METATYPE(Expected)

class TestPrintable : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void judgesEveryByteAtEveryPlace_data();
    void judgesEveryByteAtEveryPlace();
    void takesNothing();
};

void TestPrintable::judgesEveryByteAtEveryPlace_data()
{
    QTest::addColumn<char>("neighbour");
    QTest::addColumn<Judge>("judge");
    QTest::addColumn<Expected>("expected");
    const Judge printable = [](QByteArrayView text) { return isPrintable(text); };
    const Expected isAscii = [](int byte) { return byte > 0x20 && byte < 0x7f; };
    for (const char neighbour : {'\x21', '~'})
        QTest::addRow("printable beside %d", neighbour) << neighbour << printable << isAscii;
    for (const int least : {0x20, 0x21}) {
        const Judge plain = [least](QByteArrayView text) { return isPlain(text, uchar(least)); };
        const Expected isFrom = [least](int byte) { return byte >= least && byte != 0x7f; };
        for (const char neighbour : {'\x21', '~', '\x80', '\xff'})
            QTest::addRow("plain from %d beside %d", least, uchar(neighbour)) << neighbour << plain << isFrom;
    }
}

void TestPrintable::judgesEveryByteAtEveryPlace()
{
    QFETCH(char, neighbour);
    QFETCH(Judge, judge);
    QFETCH(Expected, expected);
    for (qsizetype size = 1; size <= 18; ++size) {
        for (qsizetype at = 0; at < size; ++at) {
            QByteArray text(size, neighbour);
            for (int byte = 0; byte < 256; ++byte) {
                text[at] = char(byte);
                QCOMPARE(judge(text), expected(byte));
            }
        }
    }
}

void TestPrintable::takesNothing()
{
    QVERIFY(isPrintable(QByteArrayView()));
    QVERIFY(isPlain({}, 0x20));
}

QTEST_APPLESS_MAIN(TestPrintable)
#include "tst_printable.moc"
