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

/// A process that was paused, on a machine that may have slept: what it sends when it wakes up. Time is the test's.
class LateRequestsTest : public QObject
{
    Q_OBJECT

private:
    LoopbackServer m_server;
    std::chrono::milliseconds m_uptime{1h};
    std::unique_ptr<CurlHttpClient> m_client;
    std::optional<Result<HttpAnswer>> m_result;

    [[nodiscard]] AddressPolicy loopback() const
    {
        AddressPolicy policy;
        policy.allowOrigin(m_server.url());
        return policy;
    }

    void send(const QByteArray &method, const QByteArray &body)
    {
        HttpRequest request;
        request.method = method;
        request.url = m_server.url();
        request.body = body;
        request.timeout = 10s;
        m_result.reset();
        m_client->send(request, this, [this](const Result<HttpAnswer> &result) { m_result = result; });
    }

    void isNotSent() const
    {
        QVERIFY(!m_result->has_value());
        QCOMPARE(m_result->error().code, u"http.timeout"_s);
        QCOMPARE(m_result->error().kind, rastro::ErrorClass::Retry);
        QVERIFY(!m_result->error().outcomeUnknown);
    }

private Q_SLOTS:
    void init()
    {
        m_server.requests.clear();
        m_client = std::make_unique<CurlHttpClient>(loopback(), nullptr, [this] { return m_uptime; });
    }

    void aPauseBeforeTheConnection_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("isKept");
        for (const bool isKept : {false, true}) {
            const char *where = isKept ? "on a kept connection" : "on a new connection";
            QTest::addRow("a body, %s", where) << QByteArray("POST") << QByteArray("x") << isKept;
            QTest::addRow("no body, %s", where) << QByteArray("POST") << QByteArray() << isKept;
            QTest::addRow("get, %s", where) << QByteArray("GET") << QByteArray() << isKept;
        }
    }

    void aPauseBeforeTheConnection()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, body);
        QFETCH(bool, isKept);
        if (isKept) {
            send("GET", {});
            QTRY_VERIFY(m_result);
            QVERIFY(m_result->has_value());
            m_server.requests.clear();
        }
        send(method, body);
        m_uptime += 10s;
        QTRY_VERIFY(m_result);
        isNotSent();

        // Asked anew, in its time: what came first was not on its way.
        send(method, body);
        m_uptime += 9999ms;
        QTRY_VERIFY(m_result);
        QVERIFY(m_result->has_value());
        QCOMPARE(m_server.requests.size(), 1);
    }

    // More than the buffers of a connection hold; the server reads the rest when it is too late.
    void aPauseWithinTheBody()
    {
        const QByteArray body(64 * 1024 * 1024, 'x');
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        qint64 arrived = 0;
        bool isOver = false;
        connect(&server, &QTcpServer::newConnection, this, [&] {
            auto *socket = server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [&, socket] {
                if (std::exchange(arrived, arrived + socket->readAll().size()) == 0)
                    m_uptime += 10s;
            });
            connect(socket, &QTcpSocket::disconnected, this, [&] { isOver = true; });
        });
        HttpRequest request;
        request.method = "POST";
        request.url = QUrl(u"http://127.0.0.1:%1/"_s.arg(server.serverPort()));
        request.body = body;
        request.timeout = 10s;
        m_client->addresses().allowOrigin(request.url);
        m_result.reset();
        m_client->send(request, this, [this](const Result<HttpAnswer> &result) { m_result = result; });
        QTRY_VERIFY(m_result);
        isNotSent();
        QTRY_VERIFY(isOver);
        QVERIFY(arrived > 0);
        QVERIFY2(arrived < body.size(), QByteArray::number(arrived));
    }
};

QTEST_GUILESS_MAIN(LateRequestsTest)
#include "tst_laterequests.moc"
