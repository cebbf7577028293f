// SPDX-License-Identifier: GPL-3.0-or-later
#include "storagefixture.h"

#include "core/desk/leases.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

namespace {

constexpr Micros now = StorageFixture::start;
constexpr Micros lease = now + 60'000'000;
constexpr Micros restart = now + 1'000'000;

core::MessageRow message(const StorageFixture &db, const QString &key)
{
    core::MessageRow row;
    row.botId = db.botId;
    row.chatId = 7;
    row.key = key;
    row.purpose = u"pix"_s;
    row.method = u"sendMessage"_s;
    row.runAt = now;
    return row;
}

core::ConversionRow conversion(const StorageFixture &db)
{
    core::ConversionRow row;
    row.workspaceId = db.workspaceId;
    row.scope = {core::PluginScope::Bot, db.botId};
    row.pluginId = u"meta"_s;
    row.destination = u"meta:1"_s;
    row.eventId = newHexId();
    row.at = now;
    row.botId = db.botId;
    row.runAt = now;
    return row;
}

core::StartRow startOf(const StorageFixture &db, qint64 person, Micros at)
{
    return {.botId = db.botId, .telegramUserId = person, .updateId = at, .nextEmitAt = at, .createdAt = at};
}

} // namespace

/// What a killed process had claimed is due again at the next start, and not only when its leases run out.
class LeasesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aClaimedMessageIsDueAgain()
    {
        StorageFixture db;
        db.must([&](core::UnitOfWork &uow) {
            uow.messages().add(message(db, u"a"_s));
            QCOMPARE(uow.messages().claimDue(db.botId, now, lease, 10).size(), 1);
            QVERIFY(uow.messages().claimDue(db.botId, restart, lease, 10).isEmpty());
            core::releaseLeases(uow, db.options().node, restart);
            QCOMPARE(uow.messages().claimDue(db.botId, restart, lease, 10).size(), 1);
        });
    }

    void aMessageThatTelegramPutOffStaysPutOff()
    {
        StorageFixture db;
        db.must([&](core::UnitOfWork &uow) {
            uow.messages().add(message(db, u"a"_s));
            const auto claimed = uow.messages().claimDue(db.botId, now, lease, 10);
            uow.messages().finish(claimed.first(), u"pending"_s, u"429"_s, lease);
            core::releaseLeases(uow, db.options().node, restart);
            QVERIFY(uow.messages().claimDue(db.botId, restart, lease, 10).isEmpty());
            QCOMPARE(uow.messages().nextDue(db.botId).value(), lease);
        });
    }

    void aClaimThatFollowsAnExpiredOneIsReleasedToo()
    {
        StorageFixture db;
        db.must([&](core::UnitOfWork &uow) {
            uow.messages().add(message(db, u"a"_s));
            uow.conversions().add(conversion(db));
            for (const Micros at : {now, lease}) {
                QCOMPARE(uow.messages().claimDue(db.botId, at, at + 60'000'000, 10).size(), 1);
                QCOMPARE(uow.conversions().claimDue(at, at + 60'000'000, 10).size(), 1);
            }
            core::releaseLeases(uow, db.options().node, lease + 1);
            QCOMPARE(uow.messages().claimDue(db.botId, lease + 1, lease + 2, 10).size(), 1);
            QCOMPARE(uow.conversions().claimDue(lease + 1, lease + 2, 10).size(), 1);
        });
    }

    void aFinishOfTheDeadProcessChangesNothing()
    {
        StorageFixture db;
        db.must([&](core::UnitOfWork &uow) {
            uow.messages().add(message(db, u"a"_s));
            uow.conversions().add(conversion(db));
            const auto sent = uow.messages().claimDue(db.botId, now, lease, 10).first();
            const auto reported = uow.conversions().claimDue(now, lease, 10).first();
            core::releaseLeases(uow, db.options().node, restart);
            uow.messages().finish(sent, u"failed"_s, {}, 0);
            uow.conversions().finish(reported, u"dead"_s, {}, 0);
            QCOMPARE(uow.messages().countByState().value(u"pending"_s), 1);
            QCOMPARE(uow.conversions().countByState().value(u"pending"_s), 1);
        });
    }

    void aConversionThatAVendorPutOffStaysPutOff()
    {
        StorageFixture db;
        db.must([&](core::UnitOfWork &uow) {
            uow.conversions().add(conversion(db));
            uow.conversions().finish(uow.conversions().claimDue(now, lease, 10).first(), u"pending"_s, u"503"_s, lease);
            core::releaseLeases(uow, db.options().node, restart);
            QVERIFY(uow.conversions().claimDue(restart, lease, 10).isEmpty());
        });
    }

    void startsPaymentsAndNoticesAreDueAgain()
    {
        StorageFixture db;
        const auto payment = db.payment(db.person(7));
        db.must([&](core::UnitOfWork &uow) {
            auto row = *uow.payments().byId(payment.payment.id);
            row.nextCheckAt = now;
            row.nextAttachAt = now;
            uow.payments().update(row);
            QVERIFY(uow.starts().insert(startOf(db, 7, now)) != 0);
            core::NoticeRow notice{
                .botId = db.botId, .gateway = u"sandbox"_s, .dedupKey = u"1"_s, .nextAttemptAt = now};
            QVERIFY(uow.notices().insert(notice) != 0);
            QCOMPARE(uow.payments().claimChecks(now, lease, 9).size(), 1);
            QCOMPARE(uow.payments().claimAttachments(now, lease, 9).size(), 1);
            QCOMPARE(uow.starts().claimDue(now, lease, 9).size(), 1);
            QCOMPARE(uow.notices().claimDue(now, lease, 9).size(), 1);
            core::releaseLeases(uow, db.options().node, restart);
            QCOMPARE(uow.payments().claimChecks(restart, lease, 9).size(), 1);
            QCOMPARE(uow.payments().claimAttachments(restart, lease, 9).size(), 1);
            QCOMPARE(uow.starts().claimDue(restart, lease, 9).size(), 1);
            QCOMPARE(uow.notices().claimDue(restart, lease, 9).size(), 1);
        });
    }

    void aPaymentAdoptsTheTokenOfAnEarlierStart()
    {
        StorageFixture db;
        const auto token = db.click();
        const auto payment = db.payment(db.person(7));
        db.must([&](core::UnitOfWork &uow) {
            const auto userToken = [&] { return uow.payments().byId(payment.payment.id)->payment.userToken; };
            const auto since = uow.payments().byId(payment.payment.id)->payment.createdAt;
            uow.payments().adoptToken(db.botId, 7, token, since + 1, restart); // bought before that start
            uow.payments().adoptToken(db.botId, 8, token, since, restart);     // another person
            QVERIFY(userToken() != token);
            uow.payments().adoptToken(db.botId, 7, token, since, restart);
            QCOMPARE(userToken(), token);
            QCOMPARE(uow.payments().nextAttachDue().value(), restart);
        });
    }

    void aStartIsPendingUntilItIsSettled()
    {
        StorageFixture db;
        db.person(7);
        db.must([&](core::UnitOfWork &uow) {
            QVERIFY(!uow.starts().isPending(db.botId, 7));
            const auto id = uow.starts().insert(startOf(db, 7, now));
            QVERIFY(uow.starts().isPending(db.botId, 7));
            QCOMPARE(uow.starts().pending(db.botId, 7).value().id, id);
            QVERIFY(!uow.starts().isPending(db.botId, 8));
            QVERIFY(!uow.starts().pending(db.botId, 8));
            QVERIFY(!uow.starts().isPending(db.secondBotId, 7));
            uow.starts().settle(id, u"organic"_s, u"organic"_s, {});
            QVERIFY(!uow.starts().isPending(db.botId, 7));
        });
    }
};

QTEST_GUILESS_MAIN(LeasesTest)
#include "tst_leases.moc"
