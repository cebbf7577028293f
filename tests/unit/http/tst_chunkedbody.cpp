// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/chunkedbody.h"

#include <QtTest/QTest>

using namespace rastro::http;
using namespace Qt::StringLiterals;
using State = ChunkedBody::State;

class TestChunkedBody : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void decodesHoweverItIsCut();
    void leavesWhatFollows();
    void judges_data();
    void judges();
};

void TestChunkedBody::decodesHoweverItIsCut()
{
    const QByteArray coded("4\r\nwiki\r\n00A;name=\"v\"\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n");
    for (qsizetype cut = 0; cut <= coded.size(); ++cut) {
        ChunkedBody chunks(14);
        QByteArray body;
        QByteArray input = coded.first(cut);
        State state = chunks.decode(input, body);
        QCOMPARE(state, cut == coded.size() ? State::Complete : State::NeedMore);
        input += coded.mid(cut);
        if (state == State::NeedMore)
            state = chunks.decode(input, body);
        QCOMPARE(state, State::Complete);
        QCOMPARE(body, "wiki0123456789"_ba);
        QCOMPARE(input, QByteArray());
    }
}

void TestChunkedBody::leavesWhatFollows()
{
    ChunkedBody chunks(10);
    QByteArray body;
    QByteArray input("1\r\na\r\n0\r\n\r\nGET / HTTP/1.1\r\n");
    QCOMPARE(chunks.decode(input, body), State::Complete);
    QCOMPARE(input, "GET / HTTP/1.1\r\n"_ba);
}

void TestChunkedBody::judges_data()
{
    QTest::addColumn<QByteArray>("coded");
    QTest::addColumn<int>("state");
    const auto row = [](const char *name, const QByteArray &coded, State state) {
        QTest::newRow(name) << coded << int(state);
    };
    row("at the limit", "A\r\n0123456789\r\n0\r\n\r\n", State::Complete);
    row("over the limit", "B\r\n", State::TooLarge);
    row("over the limit in two", "6\r\nabcdef\r\n5\r\n", State::TooLarge);
    row("size beyond 64 bits", "11111111111111111\r\n", State::TooLarge);
    row("no size", "\r\n", State::Malformed);
    row("extension without a size", ";a\r\n", State::Malformed);
    row("not hexadecimal", "g\r\n", State::Malformed);
    row("prefix", "0x1\r\n", State::Malformed);
    row("sign", "+1\r\n", State::Malformed);
    row("space before the size", " 1\r\n", State::Malformed);
    row("bare LF after the size", "1\n", State::Malformed);
    row("CR inside", "1;\r;\r\n", State::Malformed);
    row("bare LF after the data", "1\r\na\n", State::Malformed);
    row("data longer than said", "1\r\nab\r\n", State::Malformed);
    row("endless extension", "1;" + QByteArray(300, 'x'), State::Malformed);
}

void TestChunkedBody::judges()
{
    QFETCH(QByteArray, coded);
    QFETCH(int, state);
    ChunkedBody chunks(10);
    QByteArray body;
    QCOMPARE(int(chunks.decode(coded, body)), state);
    QVERIFY(body.size() <= 10);
}

QTEST_GUILESS_MAIN(TestChunkedBody)
#include "tst_chunkedbody.moc"
