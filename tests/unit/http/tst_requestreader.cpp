// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/requestreader.h"

#include <QtTest/QTest>
#include <random>

using namespace rastro::http;
using namespace Qt::StringLiterals;
using State = RequestReader::State;

namespace {

/// Everything the reader makes of the bytes, as text, when they arrive in pieces of the given sizes.
template <class NextSize>
QByteArray transcript(QByteArrayView bytes, NextSize nextSize)
{
    const Limits limits;
    RequestReader reader(limits);
    QByteArray seen;
    while (!bytes.isEmpty() && reader.state() != State::Refused) {
        const qsizetype size = std::min(bytes.size(), qsizetype(nextSize()));
        reader.append(bytes.first(size));
        bytes = bytes.sliced(size);
        while (reader.advance() == State::Ready) {
            const bool closes = reader.closes();
            const HttpRequest request = reader.take();
            seen += request.method + ' ' + request.path + '?' + request.query + ' ' + request.headers.value("x") + ' ' +
                    request.body + (closes ? " close\n" : "\n");
        }
    }
    return seen + QByteArray::number(reader.refusal());
}

const QByteArray STREAM =
    "GET /a?q HTTP/1.1\r\nHost: h\r\nX: 1\r\n\r\n"
    "POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n0123\r\n\r\n89\r\n"
    "PUT /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n"
    "HEAD /d HTTP/1.0\r\n\r\n"
    "GET /e HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n"
    "GET /never HTTP/1.1\r\nHost: h\r\n\r\n"_ba;
const QByteArray EXPECTED = "GET /a?q 1 \nPOST /b?  0123\r\n\r\n89\nPUT /c?  abcd\nHEAD /d?   close\n400"_ba;

} // namespace

class TestRequestReader : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsTheSameInWhateverPieces();
    void invitesOnceAndOnlyWhoWaits();
    void neverReadsPastARefusal();
    void survivesNoise();
};

void TestRequestReader::readsTheSameInWhateverPieces()
{
    for (qsizetype size = 1; size <= STREAM.size(); ++size)
        QCOMPARE(transcript(STREAM, [size] { return size; }), EXPECTED);
}

void TestRequestReader::invitesOnceAndOnlyWhoWaits()
{
    const Limits limits;
    RequestReader reader(limits);
    const QByteArray head("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    reader.append(head);
    QCOMPARE(reader.advance(), State::Body);
    QVERIFY(reader.takeExpectation());
    QVERIFY(!reader.takeExpectation());
    reader.append("ab" + head + 'a');
    QCOMPARE(reader.advance(), State::Ready);
    QCOMPARE(reader.take().body, "ab"_ba);
    QCOMPARE(reader.advance(), State::Body);
    QVERIFY(!reader.takeExpectation());
}

void TestRequestReader::neverReadsPastARefusal()
{
    const Limits limits;
    RequestReader reader(limits);
    reader.append("GET / HTTP/9.9\r\n\r\n");
    QCOMPARE(reader.advance(), State::Refused);
    QCOMPARE(reader.refusal(), 505);
    reader.append("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    QCOMPARE(reader.advance(), State::Refused);
}

/// Good requests with random bytes changed: any outcome but a crash or a difference between two ways of cutting.
void TestRequestReader::survivesNoise()
{
    std::mt19937 random(20260101);
    for (int round = 0; round < 3000; ++round) {
        QByteArray bytes = STREAM;
        for (int i = 0; i < 1 + round % 4; ++i)
            bytes[qsizetype(random() % size_t(bytes.size()))] = char(random());
        const QByteArray whole = transcript(bytes, [&] { return bytes.size(); });
        QCOMPARE(transcript(bytes, [&] { return 1 + random() % 40; }), whole);
    }
}

QTEST_GUILESS_MAIN(TestRequestReader)
#include "tst_requestreader.moc"
