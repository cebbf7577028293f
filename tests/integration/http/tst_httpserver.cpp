// SPDX-License-Identifier: GPL-3.0-or-later
// What a well-behaved client sees, byte by byte, over real sockets.
#include "answerthread.h"
#include "http/httpserver.h"
#include "rawclient.h"

#include <QtTest/QTest>
#include <atomic>
#include <future>

using namespace rastro::http;
using namespace Qt::StringLiterals;

namespace {

QByteArray get(QByteArrayView path, QByteArrayView more = {})
{
    return "GET " + path.toByteArray() + " HTTP/1.1\r\nHost: shop.test\r\n" + more.toByteArray() + "\r\n";
}

/// What it was asked, as a body.
void echo(const HttpRequest &request, const Responder &responder)
{
    responder.answer(
        HttpResponse::text(request.method + ' ' + request.path + '|' + request.query + '|' + request.body));
}

} // namespace

class TestHttpServer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_late.clear(); }
    void cleanup()
    {
        m_server.reset();
        m_late.clear();
    }

    void handsOverTheRequestByteForByte();
    void keepsTheConnectionForTheNextRequest();
    void closesWhenTheClientAsksForIt_data();
    void closesWhenTheClientAsksForIt();
    void answersHeadWithTheFieldsOfGetAndNoBody();
    void sendsNoBodyWhereTheStatusForbidsOne();
    void invitesTheBodyThatTheClientHoldsBack();
    void readsAChunkedBody();
    void answersPipelinedRequestsInTheirOrder();
    void answersAClientThatClosedItsSendingSide();
    void answersFromAnotherThread();
    void letsTheFirstAnswerWin();
    void answers500WhenTheHandlerDropsTheRequest();
    void answers504WhenTheHandlerTakesTooLong();
    void survivesAnswersAfterItsEnd();
    void finishesWhatIsUnderWayBeforeItCloses();
    void serializesNoHeaderThatAValueTriesToAdd();
    void sendsALongAnswerWhole();
    void saysWhyItCannotListen();
    void countsWhatItDoes();

private:
    quint16 serve(Handler handler, Limits limits = {})
    {
        m_server = std::make_unique<HttpServer>(std::move(handler), limits);
        return m_server->listen(QHostAddress::LocalHost, 0).value_or(0);
    }
    /// A handler that keeps the responders; the test answers them on its own thread.
    Handler keeper()
    {
        return [this](const HttpRequest &, Responder responder) {
            const std::lock_guard lock(m_mutex);
            m_late.push_back(std::move(responder));
        };
    }
    size_t kept()
    {
        const std::lock_guard lock(m_mutex);
        return m_late.size();
    }

    std::unique_ptr<HttpServer> m_server;
    std::mutex m_mutex;
    std::vector<Responder> m_late;
};

void TestHttpServer::handsOverTheRequestByteForByte()
{
    std::promise<HttpRequest> seen;
    const quint16 port = serve([&](const HttpRequest &request, const Responder &responder) {
        seen.set_value(request);
        responder.answer(HttpResponse::empty(204));
    });
    RawClient client(port);
    QVERIFY(client.send("POST /go/a%2Fb/../\xc3\xa7?fbclid=IwAR%zz+x&x=1?2 HTTP/1.1\r\nhOsT: shop.test\r\n"
                        "X-Two: one\r\nx-two:\t two \r\nEmpty:\r\nContent-Length: 5\r\n\r\na\r\n\0b"_ba));
    QCOMPARE(client.response().status, 204);
    const HttpRequest request = seen.get_future().get();
    QCOMPARE(request.method, "POST"_ba);
    QCOMPARE(request.path, "/go/a%2Fb/../\xc3\xa7"_ba);
    QCOMPARE(request.query, "fbclid=IwAR%zz+x&x=1?2"_ba);
    QCOMPARE(request.headers.value("Host"), "shop.test"_ba);
    QCOMPARE(request.headers.values("X-TWO"), (QList{"one"_ba, "two"_ba}));
    QVERIFY(request.headers.contains("empty") && request.headers.value("empty").isEmpty());
    QCOMPARE(request.body, QByteArray("a\r\n\0b", 5));
    QCOMPARE(request.peer, "127.0.0.1"_ba);
    QVERIFY(request.isOfLoopback());
}

void TestHttpServer::keepsTheConnectionForTheNextRequest()
{
    RawClient client(serve(echo));
    for (const char *path : {"/1", "/2", "/3"}) {
        QVERIFY(client.send(get(path)));
        QCOMPARE(client.response().body, "GET " + QByteArray(path) + "||");
    }
    QCOMPARE(m_server->traffic().openConnections.load(), 1);
}

void TestHttpServer::closesWhenTheClientAsksForIt_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::newRow("Connection: close") << get("/", "Connection: close\r\n");
    QTest::newRow("close in a list") << get("/", "Connection: x, CLOSE\r\n");
    QTest::newRow("HTTP/1.0") << "GET / HTTP/1.0\r\n\r\n"_ba;
}

void TestHttpServer::closesWhenTheClientAsksForIt()
{
    QFETCH(QByteArray, request);
    RawClient client(serve(echo));
    QVERIFY(client.send(request + get("/never")));
    const auto response = client.response();
    QCOMPARE(response.status, 200);
    QCOMPARE(response.field("connection"), "close"_ba);
    QVERIFY(client.waitForClose());
    QCOMPARE(client.rest(), QByteArray());
    QCOMPARE(m_server->traffic().requests.load(), 1);
}

void TestHttpServer::answersHeadWithTheFieldsOfGetAndNoBody()
{
    RawClient client(
        serve([](const HttpRequest &, const Responder &r) { r.answer(HttpResponse::html("<p>olá</p>"_ba)); }));
    QVERIFY(client.send(get("/")));
    const auto full = client.response();
    QVERIFY(client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n"));
    const auto head = client.response(true);
    QCOMPARE(head.status, 200);
    QCOMPARE(head.field("content-length"), QByteArray::number(full.body.size()));
    QCOMPARE(head.field("content-type"), full.field("content-type"));
    QVERIFY(client.send(get("/", "Connection: close\r\n"))); // a body after HEAD would stand before this answer
    QCOMPARE(client.response().body, full.body);
    QVERIFY(client.waitForClose());
    QCOMPARE(client.rest(), QByteArray());
}

void TestHttpServer::sendsNoBodyWhereTheStatusForbidsOne()
{
    RawClient client(serve([](const HttpRequest &, const Responder &r) { r.answer(HttpResponse::text("x"_ba, 204)); }));
    QVERIFY(client.send(get("/", "Connection: close\r\n")));
    const auto response = client.response();
    QCOMPARE(response.status, 204);
    QCOMPARE(response.field("content-length"), QByteArray());
    QVERIFY(client.waitForClose());
    QCOMPARE(client.rest(), QByteArray());
}

void TestHttpServer::invitesTheBodyThatTheClientHoldsBack()
{
    RawClient client(serve(echo));
    QVERIFY(client.send("POST /pay HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\n"));
    QCOMPARE(client.response().status, 100);
    QVERIFY(client.send("pix"));
    QCOMPARE(client.response().body, "POST /pay||pix"_ba);

    QVERIFY(client.send("POST /p HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\npix"));
    QCOMPARE(client.response().status, 200); // it did not wait, so it is not invited
}

void TestHttpServer::readsAChunkedBody()
{
    RawClient client(serve(echo));
    QVERIFY(client.send("POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                        "3;why=not\r\npix\r\nA\r\n0123456789\r\n0\r\nTrailer: dropped\r\n\r\n"_ba +
                        get("/next")));
    QCOMPARE(client.response().body, "POST /p||pix0123456789"_ba);
    QCOMPARE(client.response().body, "GET /next||"_ba);
}

void TestHttpServer::answersPipelinedRequestsInTheirOrder()
{
    AnswerThread fast;
    AnswerThread slow;
    const quint16 port = serve([&](const HttpRequest &request, const Responder &responder) {
        const auto work = [request, responder] { echo(request, responder); };
        const int kind = int(request.path.back()) % 3;
        if (kind == 0)
            work();
        else
            (kind == 1 ? fast : slow).post([work, kind] {
                for (int i = 0; kind == 2 && i < 100; ++i) // every other answer has its chance to overtake
                    std::this_thread::yield();
                work();
            });
    });
    RawClient client(port);
    constexpr int count = 500;
    QByteArray requests;
    for (int i = 0; i < count; ++i)
        requests += get("/" + QByteArray::number(i));
    QVERIFY(client.send(requests));
    for (int i = 0; i < count; ++i)
        QCOMPARE(client.response().body, "GET /" + QByteArray::number(i) + "||");
}

void TestHttpServer::answersAClientThatClosedItsSendingSide()
{
    RawClient client(serve(keeper()));
    QVERIFY(client.send(get("/")));
    client.finishSending();
    QTRY_COMPARE(kept(), 1u);
    m_late.front().answer(HttpResponse::text("still here"_ba));
    QCOMPARE(client.response().body, "still here"_ba);
    QVERIFY(client.waitForClose());
    QTRY_COMPARE(m_server->traffic().openConnections.load(), 0);
}

void TestHttpServer::answersFromAnotherThread()
{
    AnswerThread thread;
    const quint16 port = serve([&](const HttpRequest &request, const Responder &responder) {
        thread.post([request, responder] { echo(request, responder); });
    });
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 50; ++i)
        clients.push_back(std::make_unique<RawClient>(port));
    for (int round = 0; round < 20; ++round) {
        for (size_t i = 0; i < clients.size(); ++i)
            QVERIFY(clients[i]->send(get("/" + QByteArray::number(i))));
        for (size_t i = 0; i < clients.size(); ++i)
            QCOMPARE(clients[i]->response().body, "GET /" + QByteArray::number(i) + "||");
    }
}

void TestHttpServer::letsTheFirstAnswerWin()
{
    RawClient client(serve([](const HttpRequest &, const Responder &responder) {
        const Responder copy = responder;
        QVERIFY(!copy.isAnswered());
        responder.answer(HttpResponse::text("first"_ba));
        QVERIFY(copy.isAnswered());
        copy.answer(HttpResponse::text("second"_ba));
    }));
    QVERIFY(client.send(get("/", "Connection: close\r\n")));
    QCOMPARE(client.response().body, "first"_ba);
    QVERIFY(client.waitForClose());
    QCOMPARE(client.rest(), QByteArray());
}

void TestHttpServer::answers500WhenTheHandlerDropsTheRequest()
{
    AnswerThread thread;
    const quint16 port = serve([&](const HttpRequest &request, const Responder &responder) {
        if (request.path == "/elsewhere")
            thread.post([responder] {});
    });
    RawClient client(port);
    for (const char *path : {"/here", "/elsewhere"}) {
        QVERIFY(client.send(get(path)));
        QCOMPARE(client.response().status, 500);
    }
}

void TestHttpServer::answers504WhenTheHandlerTakesTooLong()
{
    Limits limits;
    limits.answerDeadline = std::chrono::milliseconds(50);
    RawClient client(serve(keeper(), limits));
    QVERIFY(client.send(get("/")));
    QCOMPARE(client.response().status, 504);
    m_late.front().answer(HttpResponse::text("too late"_ba));
    QVERIFY(client.waitForClose());
    QCOMPARE(client.rest(), QByteArray());
}

void TestHttpServer::survivesAnswersAfterItsEnd()
{
    Limits limits;
    limits.drainDeadline = std::chrono::milliseconds(50);
    const quint16 port = serve(keeper(), limits);
    RawClient one(port);
    RawClient other(port);
    QVERIFY(one.send(get("/")) && other.send(get("/")));
    QTRY_COMPARE(kept(), 2u);
    m_server.reset();
    QVERIFY(one.waitForClose());
    m_late.front().answer(HttpResponse::text("nobody listens"_ba));
    m_late.clear(); // the second one dies unanswered
    QCOMPARE(one.rest(), QByteArray());
}

void TestHttpServer::finishesWhatIsUnderWayBeforeItCloses()
{
    const quint16 port = serve(keeper());
    RawClient busy(port);
    RawClient idle(port);
    QVERIFY(busy.send(get("/")));
    QTRY_COMPARE(kept(), 1u);
    QTRY_COMPARE(m_server->traffic().openConnections.load(), 2);
    std::thread closing([this] { m_server->close(); });
    const bool idleClosed = idle.waitForClose();
    const bool closedEarly = busy.waitForInput(std::chrono::milliseconds(0));
    m_late.front().answer(HttpResponse::text("done"_ba));
    const auto response = busy.response();
    const bool busyClosed = busy.waitForClose();
    busy.close();
    closing.join();
    QVERIFY(idleClosed && !closedEarly && busyClosed);
    QCOMPARE(response.body, "done"_ba);
    QCOMPARE(response.field("connection"), "close"_ba);
    QVERIFY(!RawClient(port).isOpen());
}

void TestHttpServer::serializesNoHeaderThatAValueTriesToAdd()
{
    RawClient client(serve([](const HttpRequest &, const Responder &responder) {
        HttpResponse response = HttpResponse::text("x"_ba);
        QVERIFY(!response.headers.add("X-Bad", "a\r\nSet-Cookie: stolen=1"));
        QVERIFY(!response.headers.add("X-Bad\r\nSet-Cookie", "b"));
        QVERIFY(response.headers.add("Content-Length", "9999"));
        QVERIFY(response.headers.add("Transfer-Encoding", "chunked"));
        QVERIFY(response.headers.add("X-Good", "1"));
        responder.answer(response);
    }));
    QVERIFY(client.send(get("/")));
    const auto response = client.response();
    QCOMPARE(response.field("x-good"), "1"_ba);
    QCOMPARE(response.field("content-length"), "1"_ba);
    QVERIFY(!response.head.toLower().contains("set-cookie") && !response.head.toLower().contains("transfer-encoding"));
    QCOMPARE(HttpResponse::redirect(302, "/a\r\nX: y").status, 500);
}

void TestHttpServer::sendsALongAnswerWhole()
{
    QByteArray body(12 * 1024 * 1024, Qt::Uninitialized);
    for (qsizetype i = 0; i < body.size(); ++i)
        body[i] = char(i * 7 + i / 251);
    RawClient client(serve([&](const HttpRequest &, const Responder &r) { r.answer(HttpResponse::text(body)); }));
    QVERIFY(client.send(get("/1") + get("/2")));
    QVERIFY(client.response().body == body);
    QVERIFY(client.response().body == body);
}

void TestHttpServer::saysWhyItCannotListen()
{
    const quint16 port = serve(echo);
    QCOMPARE(m_server->listen(QHostAddress::LocalHost, 0).error().code, u"http.already_listening"_s);
    HttpServer second(echo);
    const auto refused = second.listen(QHostAddress::LocalHost, port);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, u"http.listen"_s);
    QVERIFY(refused.error().message.contains(QString::number(port)));
    m_server->close();
    QCOMPARE(second.listen(QHostAddress::LocalHost, port).value_or(0), port);
}

void TestHttpServer::countsWhatItDoes()
{
    const quint16 port = serve(echo);
    {
        RawClient client(port);
        QVERIFY(client.send(get("/") + get("/") + "GET / HTTP/1.1\r\n\r\n"));
        QVERIFY(client.waitForClose());
    }
    QCOMPARE(m_server->traffic().requests.load(), 2);
    QCOMPARE(m_server->traffic().refused.load(), 1);
    QTRY_COMPARE(m_server->traffic().openConnections.load(), 0);
}

QTEST_GUILESS_MAIN(TestHttpServer)
#include "tst_httpserver.moc"
