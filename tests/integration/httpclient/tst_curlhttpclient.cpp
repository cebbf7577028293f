// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/client/curlhttpclient.h"
#include "loopbackserver.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using rastro::HttpAnswer;
using rastro::HttpRequest;
using rastro::Result;
using rastro::http::AddressPolicy;
using rastro::http::CurlHttpClient;

/// The host's way out, against real sockets: what arrives, what comes back, and what each kind of trouble is called.
class CurlHttpClientTest : public QObject
{
    Q_OBJECT

private:
    LoopbackServer *m_server = nullptr;
    CurlHttpClient *m_client = nullptr;

    std::optional<Result<HttpAnswer>> fetch(const HttpRequest &request)
    {
        std::optional<Result<HttpAnswer>> result;
        m_client->send(request, this, [&](const Result<HttpAnswer> &r) { result = r; });
        if (result)
            qFatal("the answer came from inside send()");
        if (!QTest::qWaitFor([&] { return result.has_value(); }, 10'000))
            qFatal("no answer at all");
        return result;
    }

    HttpRequest get(const QString &path = u"/"_s) const
    {
        HttpRequest request;
        request.url = m_server->url(path);
        return request;
    }

    HttpRequest post(const QByteArray &body) const
    {
        HttpRequest request = get();
        request.method = "POST";
        request.headers = {{"Content-Type", "application/json"}};
        request.body = body;
        return request;
    }

    static QString codeOf(const std::optional<Result<HttpAnswer>> &result)
    {
        return result->has_value() ? u"answered %1"_s.arg((*result)->status) : result->error().code;
    }

private Q_SLOTS:
    void init()
    {
        m_server = new LoopbackServer;
        AddressPolicy policy;
        policy.allowOrigin(m_server->url());
        m_client = new CurlHttpClient(policy);
    }

    void cleanup()
    {
        delete std::exchange(m_client, nullptr);
        delete std::exchange(m_server, nullptr);
    }

    void sendsMethodHeadersAndBodyAndReturnsTheAnswer()
    {
        m_server->onRequest = [](const LoopbackServer::Request &r) {
            LoopbackServer::answer(r.socket, 429, "slow", "Retry-After: 7\r\nX-Two: a\r\nx-two:  b \r\n");
        };
        const auto result = fetch(post("{\"a\":1}"));
        QCOMPARE(codeOf(result), u"answered 429"_s);
        QCOMPARE((*result)->body, "slow");
        const auto &headers = (*result)->headers;
        QVERIFY(headers.contains(std::pair<QByteArray, QByteArray>("retry-after", "7")));
        QVERIFY(headers.contains(std::pair<QByteArray, QByteArray>("x-two", "b")));
        QCOMPARE(m_server->requests.size(), 1);
        QVERIFY(m_server->requests[0].head.startsWith("POST / HTTP/1.1\r\n"));
        QVERIFY(m_server->requests[0].head.contains("Content-Type: application/json"));
        QVERIFY(!m_server->requests[0].head.contains("Expect"));
        QCOMPARE(m_server->requests[0].body, "{\"a\":1}");
    }

    void speaksEveryMethod_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("get") << QByteArray("GET") << QByteArray();
        QTest::newRow("post without a body") << QByteArray("POST") << QByteArray();
        QTest::newRow("put") << QByteArray("PUT") << QByteArray("x");
        QTest::newRow("patch") << QByteArray("PATCH") << QByteArray("{}");
        QTest::newRow("delete") << QByteArray("DELETE") << QByteArray();
    }

    void speaksEveryMethod()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, body);
        HttpRequest request = get(u"/p?q=%20a"_s);
        request.method = method;
        request.body = body;
        QCOMPARE(codeOf(fetch(request)), u"answered 200"_s);
        QVERIFY(m_server->requests[0].head.startsWith(method + " /p?q=%20a HTTP/1.1\r\n"));
        QCOMPARE(m_server->requests[0].body, body);
    }

    void headHasNoBodyHoweverLongItClaimsToBe()
    {
        m_server->onRequest = [](const LoopbackServer::Request &r) {
            r.socket->write("HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n");
        };
        HttpRequest request = get();
        request.method = "HEAD";
        const auto result = fetch(request);
        QCOMPARE(codeOf(result), u"answered 200"_s);
        QCOMPARE((*result)->body, "");
    }

    void keepsTheConnectionForTheNextRequest()
    {
        for (int i = 0; i < 5; ++i)
            QCOMPARE(codeOf(fetch(post("x"))), u"answered 200"_s);
        QCOMPARE(m_server->connections, 1);
    }

    void doesNotFollowARedirect()
    {
        m_server->onRequest = [](const LoopbackServer::Request &r) {
            LoopbackServer::answer(r.socket, 302, "", "Location: /elsewhere\r\n");
        };
        QCOMPARE(codeOf(fetch(get())), u"answered 302"_s);
        QCOMPARE(m_server->requests.size(), 1);
    }

    void sayingNothingIsATimeoutOfUnknownOutcome()
    {
        m_server->onRequest = [](const LoopbackServer::Request &) {};
        HttpRequest request = post("x");
        request.timeout = 100ms;
        const auto result = fetch(request);
        QCOMPARE(codeOf(result), u"http.timeout"_s);
        QVERIFY(result->error().outcomeUnknown);
        QCOMPARE(result->error().kind, rastro::ErrorClass::Retry);
    }

    void aDripThatNeverEndsIsATimeoutToo()
    {
        m_server->onRequest = [](const LoopbackServer::Request &r) {
            r.socket->write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nxx");
        };
        HttpRequest request = get();
        request.timeout = 100ms;
        QCOMPARE(codeOf(fetch(request)), u"http.timeout"_s);
    }

    void refusesALongerAnswer_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QString>("code");
        const QByteArray ok = "HTTP/1.1 200 OK\r\n";
        QTest::newRow("at the limit") << ok + "Content-Length: 10\r\n\r\n0123456789" << u"answered 200"_s;
        QTest::newRow("a byte more") << ok + "Content-Length: 11\r\n\r\n0123456789a" << u"http.answer_too_large"_s;
        QTest::newRow("in chunks")
            << ok + "Transfer-Encoding: chunked\r\n\r\n8\r\n01234567\r\n8\r\n01234567\r\n0\r\n\r\n"
            << u"http.answer_too_large"_s;
        QTest::newRow("headers") << ok + "X: " + QByteArray(90'000, 'a') + "\r\nX: " + QByteArray(90'000, 'a') +
                                        "\r\nX: " + QByteArray(90'000, 'a') + "\r\n\r\n"
                                 << u"http.answer_too_large"_s;
    }

    void refusesALongerAnswer()
    {
        QFETCH(QByteArray, answer);
        QFETCH(QString, code);
        m_server->onRequest = [answer](const LoopbackServer::Request &r) { r.socket->write(answer); };
        HttpRequest request = get();
        request.maxAnswerBytes = 10;
        QCOMPARE(codeOf(fetch(request)), code);
    }

    void aConnectionRefusedIsSafeToRepeat()
    {
        const HttpRequest request = post("x");
        m_server->close();
        const auto result = fetch(request);
        QCOMPARE(codeOf(result), u"http.connect"_s);
        QVERIFY(!result->error().outcomeUnknown);
    }

    void breaksWithUnknownOutcome_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::newRow("closed without an answer") << QByteArray();
        QTest::newRow("cut in the headers") << QByteArray("HTTP/1.1 200 OK\r\nConte");
        QTest::newRow("cut in the body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
        QTest::newRow("not HTTP") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n\r\n");
    }

    void breaksWithUnknownOutcome()
    {
        QFETCH(QByteArray, before);
        m_server->onRequest = [before](const LoopbackServer::Request &r) {
            r.socket->write(before);
            r.socket->disconnectFromHost();
        };
        const auto result = fetch(post("x"));
        QCOMPARE(codeOf(result), u"http.broken"_s);
        QVERIFY(result->error().outcomeUnknown);
    }

    void aResetAfterTheRequestIsBroken()
    {
        m_server->onRequest = [](const LoopbackServer::Request &r) { r.socket->abort(); };
        const auto result = fetch(post("x"));
        QCOMPARE(codeOf(result), u"http.broken"_s);
        QVERIFY(result->error().outcomeUnknown);
    }

    void neverRepeatsAPostByItselfOnAKeptConnection()
    {
        QCOMPARE(codeOf(fetch(post("first"))), u"answered 200"_s);
        m_server->onRequest = [](const LoopbackServer::Request &r) { r.socket->disconnectFromHost(); };
        const auto result = fetch(post("second"));
        QCOMPARE(codeOf(result), u"http.broken"_s);
        QVERIFY(result->error().outcomeUnknown);
        QCOMPARE(m_server->requests.size(), 2);
    }

    void opensANewConnectionWhenTheKeptOneWasClosedMeanwhile()
    {
        QCOMPARE(codeOf(fetch(post("first"))), u"answered 200"_s);
        m_server->requests[0].socket->disconnectFromHost();
        QTRY_COMPARE(m_server->disconnections, 1);
        QCOMPARE(codeOf(fetch(post("second"))), u"answered 200"_s);
        QCOMPARE(m_server->connections, 2);
    }

    void refusesTheOwnNetworkUnlessItsOriginIsAllowed_data()
    {
        QTest::addColumn<QString>("host");
        for (const char *host :
             {"127.0.0.1", "localhost", "2130706433", "0x7f.1", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]"})
            QTest::newRow(host) << QString::fromLatin1(host);
    }

    void refusesTheOwnNetworkUnlessItsOriginIsAllowed()
    {
        QFETCH(QString, host);
        delete std::exchange(m_client, new CurlHttpClient);
        HttpRequest request = get();
        request.url = QUrl(u"http://%1:%2/"_s.arg(host).arg(m_server->serverPort()));
        QCOMPARE(codeOf(fetch(request)), u"http.forbidden_address"_s);
        QCOMPARE(m_server->connections, 0);
        m_client->addresses().allowOrigin(request.url);
        QVERIFY(codeOf(fetch(request)) != u"http.forbidden_address"_s);
    }

    void refusesWhatIsNotAPlainHttpRequest_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("value");
        const QByteArray get("GET");
        QTest::newRow("file") << u"file:///etc/passwd"_s << get << QByteArray("x");
        QTest::newRow("gopher") << u"gopher://example.com/"_s << get << QByteArray("x");
        QTest::newRow("relative") << u"/path"_s << get << QByteArray("x");
        QTest::newRow("credentials") << u"https://u:p@example.com/"_s << get << QByteArray("x");
        QTest::newRow("method") << u"https://example.com/"_s << QByteArray("GET / HTTP/1.1\r\nX:") << QByteArray("x");
        QTest::newRow("header") << u"https://example.com/"_s << get << QByteArray("a\r\nX-Evil: 1");
    }

    void refusesWhatIsNotAPlainHttpRequest()
    {
        QFETCH(QString, url);
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, value);
        HttpRequest request;
        request.url = QUrl(url);
        request.method = method;
        request.headers = {{"X-Name", value}};
        QCOMPARE(codeOf(fetch(request)), u"http.url"_s);
    }

    void errorsNeverShowThePathBecauseItHoldsTheToken()
    {
        m_server->onRequest = [](const LoopbackServer::Request &r) { r.socket->abort(); };
        const auto result = fetch(get(u"/bot123456:AAsecret/getMe?key=hidden"_s));
        QVERIFY(!result->error().message.contains(u"secret"_s));
        QVERIFY(!result->error().message.contains(u"hidden"_s));
        QVERIFY(result->error().message.contains(u"127.0.0.1"_s));
    }

    void holdsTwoHundredExchangesAtOnce()
    {
        constexpr int count = 200;
        m_server->onRequest = [this](const LoopbackServer::Request &) {
            if (m_server->requests.size() < count)
                return; // all of them must be waiting before any is answered
            for (const auto &waiting : std::as_const(m_server->requests))
                LoopbackServer::answer(waiting.socket, 200, waiting.body);
        };
        QSet<QByteArray> answers;
        for (int i = 0; i < count; ++i) {
            m_client->send(post(QByteArray::number(i)), this,
                           [&](const Result<HttpAnswer> &r) { answers.insert(r ? r->body : r.error().code.toUtf8()); });
        }
        QTRY_COMPARE_WITH_TIMEOUT(answers.size(), count, 20'000);
        QVERIFY(answers.contains("0") && answers.contains("199"));
        QCOMPARE(m_client->pending(), 0);
    }

    void givesUpWhenTheContextIsDeleted()
    {
        m_server->onRequest = [](const LoopbackServer::Request &) {};
        bool called = false;
        auto *context = new QObject;
        m_client->send(post("x"), context, [&](const Result<HttpAnswer> &) { called = true; });
        QTRY_COMPARE(m_server->requests.size(), 1);
        delete context;
        QCOMPARE(m_client->pending(), 0);
        QTRY_COMPARE(m_server->disconnections, 1);
        QVERIFY(!called);
    }

    void survivesItsOwnDeletionInACallback()
    {
        bool called = false;
        m_client->send(get(), this, [&](const Result<HttpAnswer> &) {
            called = true;
            delete std::exchange(m_client, nullptr);
        });
        QTRY_VERIFY(called);
    }

    void aCallbackMayDeleteAnotherRequestsContext()
    {
        m_server->onRequest = [this](const LoopbackServer::Request &) {
            if (m_server->requests.size() < 2)
                return;
            for (const auto &waiting : std::as_const(m_server->requests))
                LoopbackServer::answer(waiting.socket, 200, "");
        };
        QObject *contexts[2] = {new QObject, new QObject};
        int calls = 0;
        for (int i = 0; i < 2; ++i) {
            m_client->send(get(), contexts[i], [&, i](const Result<HttpAnswer> &) {
                ++calls;
                delete std::exchange(contexts[1 - i], nullptr);
            });
        }
        QTRY_COMPARE(m_client->pending(), 0);
        QCOMPARE(calls, 1);
        delete contexts[0];
        delete contexts[1];
    }
};

QTEST_GUILESS_MAIN(CurlHttpClientTest)
#include "tst_curlhttpclient.moc"
