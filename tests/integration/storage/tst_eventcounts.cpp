// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/reader.h"
#include "storagefixture.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

// How often something has happened is counted while it happens, and read without counting rows.
class EventCountsTest : public QObject
{
    Q_OBJECT

private:
    using Counts = QMap<QString, qint64>;

    static Counts counted(StorageFixture &db, const QString &subject)
    {
        auto reader = storage::Reader::open(db.options());
        if (!reader)
            qFatal("%s", qUtf8Printable(reader.error().message));
        const auto counts = (*reader)->counted(subject);
        return counts ? *counts : Counts{{counts.error().message, -1}};
    }

private Q_SLOTS:
    void countsBindsByRule()
    {
        StorageFixture db;
        QCOMPARE(counted(db, u"bind_rules"_s), Counts());
        const auto person = db.person(6118531418);
        db.must([&](core::UnitOfWork &stores) {
            for (const auto &rule : {u"start_token"_s, u"organic"_s, u"start_token"_s})
                stores.users().addTouch({person.botId, person.telegramUserId, {}, {}, rule, u"start"_s, db.start});
        });
        QCOMPARE(counted(db, u"bind_rules"_s), (Counts{{u"organic"_s, 1}, {u"start_token"_s, 2}}));
    }

    void countsAStartWhenItIsAnswered()
    {
        StorageFixture db;
        const auto person = db.person(6118531418);
        core::StartRow row;
        row.botId = person.botId;
        row.telegramUserId = person.telegramUserId;
        row.updateId = 1;
        row.createdAt = db.start;
        const auto id = db.get([&](core::UnitOfWork &stores) { return stores.starts().insert(row); });
        QVERIFY(id > 0);
        QCOMPARE(counted(db, u"start_outcomes"_s), Counts());
        for (int twice = 0; twice < 2; ++twice)
            db.must([&](core::UnitOfWork &stores) { stores.starts().settle(id, u"bound"_s, u"start_token"_s, {}); });
        QCOMPARE(counted(db, u"start_outcomes"_s), (Counts{{u"bound"_s, 1}}));
    }

    void countsEachStatusThatAPaymentReaches()
    {
        StorageFixture db;
        auto row = db.payment(db.person(6118531418));
        const auto first = statusName(row.payment.status);
        QCOMPARE(counted(db, u"payment_statuses"_s), (Counts{{first, 1}}));
        for (int twice = 0; twice < 2; ++twice) {
            row.payment.status = PaymentStatus::Paid;
            row.payment.paidAt = db.start;
            db.must([&](core::UnitOfWork &stores) { stores.payments().update(row); });
        }
        QCOMPARE(counted(db, u"payment_statuses"_s), (Counts{{first, 1}, {u"paid"_s, 1}}));
    }
};

QTEST_GUILESS_MAIN(EventCountsTest)
#include "tst_eventcounts.moc"
