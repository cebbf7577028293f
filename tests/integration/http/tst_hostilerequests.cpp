// SPDX-License-Identifier: GPL-3.0-or-later
// What a client can send, leave out or delay to harm the server, byte by byte, over real sockets.
#include "http/httpserver.h"
#include "rawclient.h"

#include <QtCore/QDir>
#include <QtTest/QTest>
#include <sys/resource.h>
#include <utility>

using namespace rastro::http;
using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {

constexpr qint64 MIB = 1024 * 1024;
constexpr qint64 GIB = 1024 * MIB;
const QByteArray GOOD = "GET /good HTTP/1.1\r\nHost: shop.test\r\n\r\n"_ba;

} // namespace

class TestHostileRequests : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { m_server.reset(); }

    void refusesWhatTwoParsersCouldReadDifferently_data();
    void refusesWhatTwoParsersCouldReadDifferently();
    void refusesAGoodRequestsBadSuccessor();
    void cutsOffAFlood_data();
    void cutsOffAFlood();
    void refusesADeclaredLengthAtOnce_data();
    void refusesADeclaredLengthAtOnce();
    void closesHalfRequestsAtTheirDeadline_data();
    void closesHalfRequestsAtTheirDeadline();
    void doesNotLetDrippingBytesMoveTheDeadline_data();
    void doesNotLetDrippingBytesMoveTheDeadline();
    void closesIdleConnections();
    void closesOnAClientThatDoesNotRead();
    void pausesAClientThatPipelinesWithoutReading();
    void turnsAwayConnectionsAboveTheCap();
    void forgetsConnectionsThatSayNothing();
    void acceptsAgainAfterDescriptorsRanOut();

private:
    quint16 serve(Limits limits = {}, Handler handler = {})
    {
        if (!handler) {
            handler = [](const HttpRequest &request, const Responder &responder) {
                responder.answer(HttpResponse::text(request.path));
            };
        }
        m_server = std::make_unique<HttpServer>(std::move(handler), limits);
        return m_server->listen(QHostAddress::LocalHost, 0).value_or(0);
    }
    [[nodiscard]] qint64 open() const { return m_server->traffic().openConnections; }
    [[nodiscard]] qint64 requests() const { return m_server->traffic().requests; }

    std::unique_ptr<HttpServer> m_server;
};

/// Files are raw requests; their names begin with the status they deserve.
void TestHostileRequests::refusesWhatTwoParsersCouldReadDifferently_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const QDir folder(QStringLiteral(RASTRO_FIXTURES "/http/refused"));
    for (const QString &name : folder.entryList({u"*.raw"_s}, QDir::Files)) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QTest::newRow(qPrintable(name)) << file.readAll() << name.left(3).toInt();
    }
}

void TestHostileRequests::refusesWhatTwoParsersCouldReadDifferently()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    RawClient client(serve());
    client.send(bytes + GOOD); // were the refused one misread, the good one would be answered too
    const auto response = client.response();
    QCOMPARE(response.status, status);
    QCOMPARE(response.field("connection"), "close"_ba);
    QVERIFY(client.waitForClose());
    QCOMPARE(client.rest(), QByteArray());
    QCOMPARE(requests(), 0);
}

void TestHostileRequests::refusesAGoodRequestsBadSuccessor()
{
    RawClient client(serve());
    QVERIFY(client.send(
        GOOD + "GET /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" +
        GOOD));
    QCOMPARE(client.response().status, 200);
    QCOMPARE(client.response().status, 400);
    QVERIFY(client.waitForClose());
    QCOMPARE(client.rest(), QByteArray());
    QCOMPARE(requests(), 1);
}

void TestHostileRequests::cutsOffAFlood_data()
{
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<QByteArray>("piece");
    QTest::addColumn<int>("status");
    const QByteArray filler(64 * 1024, 'a');
    QTest::newRow("1 GiB URL") << "GET /"_ba << filler << 414;
    QTest::newRow("1 GiB method") << QByteArray() << filler << 414;
    QTest::newRow("1 GiB field") << "GET / HTTP/1.1\r\nHost: x\r\nX: "_ba << filler << 431;
    QTest::newRow("1 GiB of fields") << "GET / HTTP/1.1\r\nHost: x\r\n"_ba
                                     << "X: y\r\n"_ba.repeated(8192) << 431;
    QTest::newRow("1 GiB body, declared")
        << "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1073741824\r\n\r\n"_ba << filler << 413;
    QTest::newRow("1 GiB body, in chunks") << "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"_ba
                                           << "10000\r\n" + filler + "\r\n"
                                           << 413;
    QTest::newRow("1 GiB body, in one chunk")
        << "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n40000000\r\n"_ba << filler << 413;
    QTest::newRow("1 GiB of tiny chunks") << "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"_ba
                                          << "1\r\na\r\n"_ba.repeated(8192) << 400;
    QTest::newRow("1 GiB of trailer fields")
        << "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"_ba
        << "X: y\r\n"_ba.repeated(8192) << 400;
}

void TestHostileRequests::cutsOffAFlood()
{
    QFETCH(QByteArray, start);
    QFETCH(QByteArray, piece);
    QFETCH(int, status);
    const quint16 port = serve();
    const qint64 before = residentMemory();
    RawClient client(port);
    QVERIFY(client.send(start));
    qint64 sent = 0;
    for (QByteArrayView left = piece; sent < GIB;) {
        const qsizetype size = client.sendSome(left);
        if (size < 0)
            break;
        sent += size;
        left = size == left.size() ? QByteArrayView(piece) : left.sliced(size);
        if (size == 0 && client.waitForInput(milliseconds(5)))
            break; // answered, and no longer read
    }
    QVERIFY2(sent < 64 * MIB, QByteArray::number(sent).constData()); // both sides' socket buffers hold a few
    QCOMPARE(client.response().status, status);
    client.close();
    QTRY_COMPARE(open(), 0);
    QVERIFY2(residentMemory() - before < 48 * MIB, QByteArray::number(residentMemory() - before).constData());
    QCOMPARE(requests(), 0);
}

void TestHostileRequests::refusesADeclaredLengthAtOnce_data()
{
    QTest::addColumn<QByteArray>("length");
    QTest::addColumn<int>("status");
    QTest::newRow("100 GB") << "100000000000"_ba << 413;
    QTest::newRow("one over the limit") << "1048577"_ba << 413;
    QTest::newRow("2^64 - 1") << "18446744073709551615"_ba << 400;
    QTest::newRow("2^64 + 5") << "18446744073709551621"_ba << 400;
}

void TestHostileRequests::refusesADeclaredLengthAtOnce()
{
    QFETCH(QByteArray, length);
    QFETCH(int, status);
    RawClient client(serve());
    QVERIFY(
        client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: " + length + "\r\n\r\n"));
    QCOMPARE(client.response().status, status); // not 100
    QVERIFY(client.waitForClose());
}

void TestHostileRequests::closesHalfRequestsAtTheirDeadline_data()
{
    QTest::addColumn<QByteArray>("half");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("half a request line") << "GET /go/su"_ba;
    QTest::newRow("half the fields") << "GET / HTTP/1.1\r\nHost: x\r\nX-"_ba;
    QTest::newRow("half a body") << "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nfour"_ba;
    QTest::newRow("half a chunk") << "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nfour"_ba;
}

void TestHostileRequests::closesHalfRequestsAtTheirDeadline()
{
    QFETCH(QByteArray, half);
    Limits limits;
    limits.headDeadline = limits.bodyDeadline = milliseconds(200);
    const quint16 port = serve(limits);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 200; ++i) {
        clients.push_back(std::make_unique<RawClient>(port));
        QVERIFY(clients.back()->send(half));
    }
    for (const auto &client : clients) {
        QVERIFY(client->waitForClose());
        QCOMPARE(client->rest().left(12), half.isEmpty() ? QByteArray() : "HTTP/1.1 408"_ba);
        client->close();
    }
    QTRY_COMPARE(open(), 0);
    QCOMPARE(requests(), 0);
}

void TestHostileRequests::doesNotLetDrippingBytesMoveTheDeadline_data()
{
    QTest::addColumn<QByteArray>("start");
    QTest::newRow("request line") << "GET /"_ba;
    QTest::newRow("fields") << "GET / HTTP/1.1\r\nHost: x\r\nX: "_ba;
    QTest::newRow("body") << "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"_ba;
}

void TestHostileRequests::doesNotLetDrippingBytesMoveTheDeadline()
{
    QFETCH(QByteArray, start);
    Limits limits;
    limits.headDeadline = limits.bodyDeadline = milliseconds(300);
    RawClient client(serve(limits));
    QVERIFY(client.send(start));
    bool answered = false;
    for (int i = 0; i < 2000 && !answered; ++i) { // 20 s at most
        client.send("a");
        answered = client.waitForInput(milliseconds(10));
    }
    QVERIFY(answered);
    QCOMPARE(client.response().status, 408);
    QVERIFY(client.waitForClose());
}

void TestHostileRequests::closesIdleConnections()
{
    Limits limits;
    limits.keepAliveIdle = milliseconds(100);
    RawClient client(serve(limits));
    QVERIFY(client.send(GOOD));
    QCOMPARE(client.response().status, 200);
    QVERIFY(client.waitForClose());
    QCOMPARE(client.rest(), QByteArray());
}

void TestHostileRequests::closesOnAClientThatDoesNotRead()
{
    Limits limits;
    limits.writeDeadline = milliseconds(200);
    RawClient client(serve(limits, [](const HttpRequest &, const Responder &responder) {
        responder.answer(HttpResponse::text(QByteArray(64 * MIB, 'x')));
    }));
    QVERIFY(client.send(GOOD));
    QTRY_COMPARE(requests(), 1);
    QTRY_COMPARE(open(), 0);
}

void TestHostileRequests::pausesAClientThatPipelinesWithoutReading()
{
    const QByteArray body(32 * 1024, 'x');
    Limits limits;
    limits.maxUnsentBytes = 64 * 1024;
    RawClient client(
        serve(limits, [&](const HttpRequest &, const Responder &r) { r.answer(HttpResponse::text(body)); }));
    constexpr int count = 1000; // their answers are more than all socket buffers hold
    QVERIFY(client.send(GOOD.repeated(count)));
    qint64 last = 0;
    QTRY_VERIFY(requests() > 1 && std::exchange(last, requests()) == requests()); // unchanged since the last look
    QVERIFY2(requests() < count, "nothing paused it");
    for (int i = 0; i < count; ++i)
        QCOMPARE(client.response().body, body);
}

void TestHostileRequests::turnsAwayConnectionsAboveTheCap()
{
    Limits limits;
    limits.maxConnections = 5;
    const quint16 port = serve(limits);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 5; ++i) {
        clients.push_back(std::make_unique<RawClient>(port));
        QVERIFY(clients.back()->send(GOOD));
        QCOMPARE(clients.back()->response().status, 200);
    }
    RawClient tooMany(port);
    QCOMPARE(tooMany.response().status, 503);
    QVERIFY(tooMany.waitForClose());
    QVERIFY(clients.front()->send(GOOD)); // those inside are not disturbed
    QCOMPARE(clients.front()->response().status, 200);
    clients.pop_back();
    QTRY_COMPARE(open(), 4);
    RawClient next(port);
    QVERIFY(next.send(GOOD));
    QCOMPARE(next.response().status, 200);
}

void TestHostileRequests::forgetsConnectionsThatSayNothing()
{
    const quint16 port = serve();
    for (int i = 0; i < 500; ++i) {
        RawClient client(port);
        if (i % 2)
            client.reset();
    }
    QTRY_COMPARE(open(), 0);
    RawClient client(port);
    QVERIFY(client.send(GOOD));
    QCOMPARE(client.response().status, 200);
}

void TestHostileRequests::acceptsAgainAfterDescriptorsRanOut()
{
    const quint16 port = serve();
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
    bool ranOut = false;
    // A connection takes two descriptors here, one at each end: of these limits one leaves the last of them to a
    // client.
    for (const rlim_t limit : {64, 65}) {
        rlimit scarce = before;
        scarce.rlim_cur = limit;
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &scarce), 0);
        std::vector<std::unique_ptr<RawClient>> clients;
        do
            clients.push_back(std::make_unique<RawClient>(port));
        while (clients.back()->isOpen()); // the last one took what there was; some of the others were never accepted
        ranOut = ranOut || open() < qint64(clients.size()) - 1;
        ::setrlimit(RLIMIT_NOFILE, &before);
        clients.clear();
        QTRY_COMPARE(open(), 0);
    }
    QVERIFY(ranOut);
    RawClient client(port);
    QVERIFY(client.send(GOOD));
    QCOMPARE(client.response().status, 200);
}

QTEST_GUILESS_MAIN(TestHostileRequests)
#include "tst_hostilerequests.moc"
