// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/notices/noticeboard.h"

#include <QtTest/QTest>

using namespace rastro::core;

/// Change notices between nodes of one process.
class NoticeBoardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theOthersHearIt()
    {
        const auto board = std::make_shared<NoticeBoard>();
        const auto first = board->join();
        const auto second = board->join();
        QList<ChangeTopic> firstHeard;
        QList<ChangeTopic> secondHeard;
        first->listen(this, [&](ChangeTopic topic) { firstHeard.append(topic); });
        second->listen(this, [&](ChangeTopic topic) { secondHeard.append(topic); });
        first->announce(ChangeTopic::Messages);
        QVERIFY(secondHeard.isEmpty()); // By its event loop, not inside of the announcement.
        QTRY_COMPARE(secondHeard, QList<ChangeTopic>{ChangeTopic::Messages});
        QVERIFY(firstHeard.isEmpty());
    }

    void whoIsGoneHearsNothing()
    {
        const auto board = std::make_shared<NoticeBoard>();
        const auto node = board->join();
        auto leaving = board->join();
        auto context = std::make_unique<QObject>();
        bool gone = false;
        bool stays = false;
        leaving->listen(this, [&](ChangeTopic) { gone = true; });
        const auto third = board->join();
        third->listen(context.get(), [&](ChangeTopic) { gone = true; });
        const auto last = board->join();
        last->listen(this, [&](ChangeTopic) { stays = true; });
        leaving.reset();
        node->announce(ChangeTopic::Shop);
        context.reset();
        QTRY_VERIFY(stays);
        QVERIFY(!gone);
    }
};

QTEST_GUILESS_MAIN(NoticeBoardTest)
#include "tst_noticeboard.moc"
