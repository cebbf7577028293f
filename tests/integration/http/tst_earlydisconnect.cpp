// SPDX-License-Identifier: GPL-3.0-or-later
// Clients that leave before their answer: on Qt 6.4 the plain library writes to a freed socket then.
#include "answerthread.h"
#include "http/httpserver.h"
#include "rawclient.h"

#include <QtTest/QTest>
#include <array>
#include <atomic>
#include <semaphore>

using namespace rastro::http;
using namespace Qt::StringLiterals;

namespace {

constexpr int LEAVERS = 8; // threads
constexpr int DEPARTURES = 10'000;

QByteArray get(const QByteArray &path)
{
    return "GET " + path + " HTTP/1.1\r\nHost: shop.test\r\n\r\n";
}

} // namespace

class TestEarlyDisconnect : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void survivesTenThousandClientsThatLeftBeforeTheirAnswer();
    void survivesClientsThatLeaveWhileTheirAnswerIsOnItsWay();
};

/// Each client leaves after the handler has its request and before it is answered; half of them with a reset.
/// Meanwhile others stay and must get their own answers.
void TestEarlyDisconnect::survivesTenThousandClientsThatLeftBeforeTheirAnswer()
{
    struct Leaver
    {
        std::binary_semaphore asked{0}; // not QSemaphore: ThreadSanitizer does not see through Qt
        Responder responder;
    };
    std::array<Leaver, LEAVERS> leavers;
    AnswerThread answers;
    HttpServer server(
        [&](const HttpRequest &request, const Responder &responder) {
            if (request.query.isEmpty()) {
                answers.post([request, responder] { responder.answer(HttpResponse::text(request.path)); });
                return;
            }
            Leaver &leaver = leavers[size_t(request.query.toInt())];
            leaver.responder = responder;
            leaver.asked.release();
        },
        {});
    const quint16 port = server.listen(QHostAddress::LocalHost, 0).value_or(0);

    [[maybe_unused]] const qint64 memory = residentMemory();
    std::atomic<int> departed = 0;
    std::vector<std::thread> threads;
    for (int number = 0; number < LEAVERS; ++number) {
        threads.emplace_back([&, number] {
            Leaver &leaver = leavers[size_t(number)];
            for (int i = 0; i < DEPARTURES / LEAVERS; ++i) {
                RawClient client(port);
                if (!client.send(get("/leave?" + QByteArray::number(number))) ||
                    !leaver.asked.try_acquire_for(std::chrono::seconds(20)))
                    return;
                if (i % 2)
                    client.reset();
                else
                    client.close();
                const Responder late = std::exchange(leaver.responder, {});
                if (i % 3)
                    answers.post([late] { late.answer(HttpResponse::text("for nobody"_ba)); });
                ++departed; // else: it dies unanswered
            }
        });
    }
    std::atomic<bool> leaving = true;
    int stayed = 0;
    bool right = true;
    std::thread staying([&] {
        RawClient client(port);
        for (; leaving && right; ++stayed) {
            const QByteArray path = "/stay/" + QByteArray::number(stayed);
            right = client.send(get(path)) && client.response().body == path;
        }
    });
    for (std::thread &thread : threads)
        thread.join();
    leaving = false;
    staying.join();

    QCOMPARE(departed.load(), DEPARTURES);
    QVERIFY(right && stayed > 0);
    QCOMPARE(server.traffic().requests.load(), DEPARTURES + stayed);
    QTRY_COMPARE(server.traffic().openConnections.load(), 0);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // those keep what is freed
    // Socket objects left behind, one for each departure, were measured as 65 MB.
    const qint64 grown = residentMemory() - memory;
    QVERIFY2(grown < 32 * 1024 * 1024, QByteArray::number(grown).constData());
#endif
}

void TestEarlyDisconnect::survivesClientsThatLeaveWhileTheirAnswerIsOnItsWay()
{
    AnswerThread answers;
    HttpServer server(
        [&](const HttpRequest &, const Responder &responder) {
            answers.post([responder] { responder.answer(HttpResponse::text(QByteArray(200'000, 'x'))); });
        },
        {});
    const quint16 port = server.listen(QHostAddress::LocalHost, 0).value_or(0);
    std::vector<std::thread> threads;
    for (int number = 0; number < LEAVERS; ++number) {
        threads.emplace_back([&] {
            for (int i = 0; i < 250; ++i) {
                RawClient client(port);
                client.send(get("/") + get("/"));
                if (i % 4 == 1)
                    (void)client.waitForInput(std::chrono::milliseconds(100)); // leaves in the middle of an answer
                if (i % 2)
                    client.reset();
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QTRY_COMPARE(server.traffic().openConnections.load(), 0);
    RawClient client(port);
    QVERIFY(client.send(get("/")));
    QCOMPARE(client.response().status, 200);
}

QTEST_GUILESS_MAIN(TestEarlyDisconnect)
#include "tst_earlydisconnect.moc"
