// SPDX-License-Identifier: GPL-3.0-or-later
// How SQLite finds a click by its fbclid and visitor although their keys are stored later. PostgreSQL has indexes.
#include "core/click/hexid.h"
#include "storagefixture.h"

#include <QtCore/QDateTime>

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

    void readsAgainAtAStartWhatWasNotStoredHoweverMuch()
    {
        StorageFixture db;
        QList<Click> clicks;
        for (int i = 0; i < 4500; ++i) { // More than is read at once.
            clicks.append({.token = newToken()});
            clicks.last().fbclid = u"Fb%1"_s.arg(i);
            clicks.last().visitorId = core::randomHexId();
            clicks.last().firstSeenMs = StorageFixture::start / 1000 + i;
            clicks.last().traffic = u"person"_s;
        }
        QList<core::NewClick> rows;
        for (const auto &click : std::as_const(clicks))
            rows.append({db.workspaceId, &click});
        db.must([&](core::UnitOfWork &stores) { stores.clicks().insert(rows); });
        db.reopen();
        for (const int i : {0, 1999, 2000, 4499})
            QCOMPARE(find(db, u"Fb%1"_s.arg(i)), clicks[i].token.toString());
        QTRY_COMPARE_WITH_TIMEOUT(db.peek(u"SELECT count(*) FROM click_keys"_s).toInt(), 9000, 20'000);
        db.reopen();
        for (const int i : {0, 4499})
            QCOMPARE(find(db, u"Fb%1"_s.arg(i)), clicks[i].token.toString());
    }

    void whatCameSinceTheStartIsFoundWithoutTheTable()
    {
        StorageFixture db;
        const auto soon = QDateTime::currentMSecsSinceEpoch() + 3'600'000;
        const auto token = db.click(u"FbA"_s, soon).toString();
        db.click(u"FbOld"_s, 1000);
        QTRY_COMPARE(db.peek(u"SELECT count(*) FROM click_keys"_s).toInt(), 2);
        db.write(u"DELETE FROM click_keys"_s);
        QCOMPARE(find(db, u"FbA"_s), token);
        db.reopen();
        QVERIFY(find(db, u"FbA"_s).isEmpty()); // It was memory.
    }

    void aStoredClickMayBeNewerThanOneThatCameSinceTheStart()
    {
        StorageFixture db;
        const auto soon = QDateTime::currentMSecsSinceEpoch() + 3'600'000; // The clock was set back since.
        const auto newest = db.click(u"FbA"_s, soon).toString();
        QTRY_COMPARE(db.peek(u"SELECT count(*) FROM click_keys"_s).toInt(), 1);
        db.reopen();
        db.click(u"FbA"_s, soon - 1000);
        QCOMPARE(find(db, u"FbA"_s), newest);
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
