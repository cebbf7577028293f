// SPDX-License-Identifier: GPL-3.0-or-later
// How SQLite finds a click by its fbclid and visitor although their keys are stored later. PostgreSQL has indexes.
#include "storagefixture.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

class ClickKeysTest : public QObject
{
    Q_OBJECT

private:
    static QString find(StorageFixture &db, const QString &fbclid)
    {
        const auto click =
            db.get([&](core::UnitOfWork &stores) { return stores.clicks().byFbclid(db.workspaceId, fbclid); });
        return click ? click->token.toString() : QString();
    }

private Q_SLOTS:
    void storesKeysWhenNothingElseIsToDo()
    {
        StorageFixture db;
        for (int i = 0; i < 2500; ++i) // More than one step.
            db.click(u"Fb%1"_s.arg(i));
        QTRY_COMPARE(db.peek(u"SELECT count(*) FROM click_keys"_s).toInt(), 2500);
        QCOMPARE(db.peek(u"SELECT count(*) FROM click_keys k JOIN clicks c ON c.token = k.token"_s).toInt(), 2500);
        QVERIFY(!find(db, u"Fb0"_s).isEmpty());
        QVERIFY(!find(db, u"Fb2499"_s).isEmpty());
        QVERIFY(find(db, u"Fb2500"_s).isEmpty());
    }

    void findsAClickBeforeAndAfterItsKeyIsStored()
    {
        StorageFixture db;
        const auto token = db.click(u"FbA"_s).toString();
        QCOMPARE(find(db, u"FbA"_s), token);
        QTRY_COMPARE(db.peek(u"SELECT count(*) FROM click_keys"_s).toInt(), 1);
        QCOMPARE(find(db, u"FbA"_s), token);
        // Of the stored and the new the newest is meant, by the time of the click.
        const auto newer = db.click(u"FbA"_s, StorageFixture::start / 1000 + 5).toString();
        QCOMPARE(find(db, u"FbA"_s), newer);
        db.click(u"FbA"_s, StorageFixture::start / 1000 - 5);
        QCOMPARE(find(db, u"FbA"_s), newer);
    }

    void knowsAfterAKillWhatWasNotStored()
    {
        StorageFixture db;
        const auto token = db.click(u"FbA"_s).toString();
        db.click(u"FbB"_s);
        QTRY_COMPARE(db.peek(u"SELECT count(*) FROM click_keys"_s).toInt(), 2);
        // As it would lie there, had the program been killed between the two.
        db.write(u"DELETE FROM click_keys"_s);
        db.write(u"UPDATE settings SET value = '0' WHERE name = 'click_keys.fed_to'"_s);
        db.reopen();
        QCOMPARE(find(db, u"FbA"_s), token);
        QTRY_COMPARE(db.peek(u"SELECT count(*) FROM click_keys"_s).toInt(), 2);
        QCOMPARE(find(db, u"FbA"_s), token);
    }

    void isNotMisledByAClickThatWasRolledBack()
    {
        StorageFixture db;
        const auto token = db.click(u"FbA"_s).toString();
        Click click{.token = newToken()};
        click.fbclid = u"FbA"_s;
        click.firstSeenMs = StorageFixture::start / 1000 + 5;
        click.traffic = u"person"_s;
        QVERIFY(!db.run([&](core::UnitOfWork &stores) {
            stores.clicks().insert(db.workspaceId, click);
            throw core::StorageFailure({u"test"_s, u"changed its mind"_s});
        }));
        QCOMPARE(find(db, u"FbA"_s), token);
        QTRY_COMPARE(db.peek(u"SELECT count(*) FROM click_keys"_s).toInt(), 1);
        QCOMPARE(find(db, u"FbA"_s), token);
    }
};

QTEST_GUILESS_MAIN(ClickKeysTest)
#include "tst_clickkeys.moc"
