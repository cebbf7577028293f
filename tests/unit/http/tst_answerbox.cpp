// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/answerbox.h"

#include <QtTest/QTest>
#include <poll.h>
#include <thread>

using namespace rastro::http;

namespace {

class Sink final : public AnswerSink
{
public:
    void deliver(Answer answer) override { serials.push_back(answer.ticket.serial); }
    std::vector<quint64> serials;
};

bool isAwake(const AnswerBox &box)
{
    pollfd watched{box.wakeDescriptor(), POLLIN, 0};
    return ::poll(&watched, 1, 0) == 1;
}

void postElsewhere(AnswerBox &box, quint64 count)
{
    std::thread([&] {
        for (quint64 serial = 0; serial < count; ++serial)
            box.post({{0, serial}, HttpResponse::empty(204)});
    }).join();
}

} // namespace

class TestAnswerBox : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void deliversAtOnceOnItsOwnThread();
    void keepsAnswersOfOtherThreadsInOrderBehindOneWakeUp();
    void swallowsEverythingOnceClosed();
};

void TestAnswerBox::deliversAtOnceOnItsOwnThread()
{
    Sink sink;
    AnswerBox box(&sink);
    box.post({{0, 7}, HttpResponse::empty(204)});
    QCOMPARE(sink.serials, std::vector<quint64>{7});
    QVERIFY(!isAwake(box) && box.take().empty());
}

void TestAnswerBox::keepsAnswersOfOtherThreadsInOrderBehindOneWakeUp()
{
    Sink sink;
    AnswerBox box(&sink);
    postElsewhere(box, 1000);
    QVERIFY(sink.serials.empty() && isAwake(box));
    const auto answers = box.take();
    QVERIFY(!isAwake(box));
    QCOMPARE(answers.size(), 1000u);
    for (quint64 serial = 0; serial < 1000; ++serial)
        QCOMPARE(answers[serial].ticket.serial, serial);
    postElsewhere(box, 1);
    QVERIFY(isAwake(box));
    QCOMPARE(box.take().size(), 1u);
}

void TestAnswerBox::swallowsEverythingOnceClosed()
{
    Sink sink;
    AnswerBox box(&sink);
    postElsewhere(box, 1);
    box.close();
    postElsewhere(box, 1);
    box.post({{0, 1}, HttpResponse::empty(204)});
    QVERIFY(sink.serials.empty() && box.take().empty());
}

QTEST_GUILESS_MAIN(TestAnswerBox)
#include "tst_answerbox.moc"
