// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/printable.h"

#include <QtTest/QTest>

using namespace rastro::core;

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
    QTest::newRow("beside the least") << '!';
    QTest::newRow("beside the greatest") << '~';
}

void TestPrintable::judgesEveryByteAtEveryPlace()
{
    QFETCH(char, neighbour);
    for (qsizetype size = 1; size <= 18; ++size) {
        for (qsizetype at = 0; at < size; ++at) {
            QByteArray text(size, neighbour);
            for (int byte = 0; byte < 256; ++byte) {
                text[at] = char(byte);
                QCOMPARE(isPrintable(text), byte > 0x20 && byte < 0x7f);
            }
        }
    }
}

void TestPrintable::takesNothing()
{
    QVERIFY(isPrintable(QByteArrayView()));
}

QTEST_APPLESS_MAIN(TestPrintable)
#include "tst_printable.moc"
