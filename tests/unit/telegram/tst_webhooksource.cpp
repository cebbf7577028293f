// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandboxroom.h"
#include "telegram/source/webhookpost.h"
#include "telegram/source/webhooksource.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rastro::telegram;
using rastro::sandbox::TelegramFault;

/// Telling Telegram where to post, and judging what is posted.
class WebhookSourceTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<SandboxRoom> m_room;
    std::unique_ptr<WebhookSource> m_source;
    QList<Batch> m_batches;

    void open()
    {
        WebhookSource::Options options;
        options.botId = 1;
        options.url = QUrl(u"https://shop.example/telegram/route1"_s);
        options.secret = u"s3cret"_s;
        options.random = [] { return 0.5; };
        m_source = std::make_unique<WebhookSource>(m_room->api(), m_room->clock, options,
                                                   [this](const Batch &batch, const std::function<void(bool)> &stored) {
                                                       m_batches.append(batch);
                                                       stored(true);
                                                   });
        m_source->start();
        SandboxRoom::settle();
    }

private Q_SLOTS:
    void init()
    {
        m_room = std::make_unique<SandboxRoom>();
        m_batches.clear();
    }

    void cleanup()
    {
        m_source.reset();
        m_room.reset();
    }

    void setsTheWebhookOnce()
    {
        open();
        QCOMPARE(m_room->bot.webhook.url, QUrl(u"https://shop.example/telegram/route1"_s));
        QCOMPARE(m_room->bot.webhook.secret, u"s3cret"_s);
        QVERIFY(m_room->bot.queue.allowed().contains(u"chat_member"_s));
        QCOMPARE(m_source->state().kind, SourceState::Kind::Running);
        m_room->pass(1h);
        m_source.reset();
        open();
        QCOMPARE(m_room->telegram.effects(u"setWebhook"_s), 1);
    }

    void setsItAgainWhenSomebodyTookItAway()
    {
        open();
        m_room->bot.webhook.url = QUrl(u"https://elsewhere.example/"_s);
        m_room->pass(11min);
        QCOMPARE(m_room->bot.webhook.url, QUrl(u"https://shop.example/telegram/route1"_s));
    }

    void neverDropsWhatWaits()
    {
        m_room->start();
        open();
        QCOMPARE(m_room->bot.queue.waiting().size(), 1);
        for (const auto &call : m_room->telegram.calls())
            QVERIFY(!call.params["drop_pending_updates"_L1].toBool());
    }

    void saysWhyTelegramCannotDeliver()
    {
        open();
        m_room->start();
        m_room->bot.webhook.lastErrorDate = m_room->clock.nowSeconds() + 590;
        m_room->bot.webhook.lastErrorMessage = u"Connection refused"_s;
        m_room->pass(10min);
        QCOMPARE(m_source->state().kind, SourceState::Kind::Trouble);
        QVERIFY(m_source->state().sentence.contains(u"Connection refused"_s));
        QCOMPARE(m_source->pendingUpdates(), 1);
    }

    void waitsAndTriesAgain()
    {
        m_room->telegram.faults().add(TelegramFault::flood(3, u"setWebhook"_s));
        open();
        QCOMPARE(m_source->state().kind, SourceState::Kind::Trouble);
        m_room->pass(2s);
        QVERIFY(m_room->bot.webhook.url.isEmpty());
        m_room->pass(2s);
        QVERIFY(!m_room->bot.webhook.url.isEmpty());
    }

    void stopsWhenTheTokenIsRefused()
    {
        m_room->bot.revoked = true;
        open();
        QCOMPARE(m_source->state().kind, SourceState::Kind::Refused);
        const auto calls = m_room->telegram.calls().size();
        m_room->pass(1h);
        QCOMPARE(m_room->telegram.calls().size(), calls);
    }

    void handsAPostToTheSinkWithoutAnOffset()
    {
        open();
        bool stored = false;
        m_source->receive({5, "{\"update_id\":5,\"message\":{\"from\":{\"id\":9}}}"}, [&](bool ok) { stored = ok; });
        QVERIFY(stored);
        QCOMPARE(m_batches[0].rows[0].updateId, 5);
        QCOMPARE(m_batches[0].rows[0].userId, 9);
        QCOMPARE(m_batches[0].nextOffset, 0);
    }

    void judgesAPost_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<int>("judgement");
        using J = WebhookJudgement;
        const QByteArray update = "{\"update_id\":5}";
        const QByteArray secret = "s3cret";
        QTest::newRow("ours") << secret << update << secret << int(J::Accepted);
        QTest::newRow("cut off, with an id")
            << secret << QByteArray("{\"update_id\":5,\"mess") << secret << int(J::Accepted);
        QTest::newRow("no secret") << QByteArray() << update << secret << int(J::WrongSecret);
        QTest::newRow("wrong secret") << QByteArray("s3creT") << update << secret << int(J::WrongSecret);
        QTest::newRow("a prefix") << QByteArray("s3cre") << update << secret << int(J::WrongSecret);
        QTest::newRow("no secret is set") << QByteArray() << update << QByteArray() << int(J::WrongSecret);
        QTest::newRow("no id") << secret << QByteArray("{\"message\":{}}") << secret << int(J::NotAnUpdate);
        QTest::newRow("no JSON") << secret << QByteArray("hello") << secret << int(J::NotAnUpdate);
        QTest::newRow("huge") << secret << QByteArray(2 * 1024 * 1024, ' ') << secret << int(J::TooLarge);
    }

    void judgesAPost()
    {
        QFETCH(QByteArray, header);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, secret);
        QFETCH(int, judgement);
        const WebhookPost post = acceptWebhook(header, body, secret);
        QCOMPARE(int(post.judgement), judgement);
        QCOMPARE(post.update.raw, post.judgement == WebhookJudgement::Accepted ? body : QByteArray());
    }
};

QTEST_GUILESS_MAIN(WebhookSourceTest)
#include "tst_webhooksource.moc"
