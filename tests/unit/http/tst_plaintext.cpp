// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/plaintext.h"

#include <QtTest/QTest>

using namespace rastro::http;

class TestPlainText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void judgesEveryByteAtEveryPlace_data();
    void judgesEveryByteAtEveryPlace();
    void takesNothing();
};

void TestPlainText::judgesEveryByteAtEveryPlace_data()
{
    QTest::addColumn<int>("least");
    QTest::addColumn<char>("neighbour");
    for (const int least : {0x20, 0x21}) {
        for (const char neighbour : {'\x21', '~', '\x80', '\xff'})
            QTest::addRow("from %d beside %d", least, uchar(neighbour)) << least << neighbour;
    }
}

void TestPlainText::judgesEveryByteAtEveryPlace()
{
    QFETCH(int, least);
    QFETCH(char, neighbour);
    for (qsizetype size = 1; size <= 18; ++size) {
        for (qsizetype at = 0; at < size; ++at) {
            QByteArray text(size, neighbour);
            for (int byte = 0; byte < 256; ++byte) {
                text[at] = char(byte);
                QCOMPARE(isPlain(text, uchar(least)), byte >= least && byte != 0x7f);
            }
        }
    }
}

void TestPlainText::takesNothing()
{
    QVERIFY(isPlain({}, 0x20));
}

QTEST_APPLESS_MAIN(TestPlainText)
#include "tst_plaintext.moc"
