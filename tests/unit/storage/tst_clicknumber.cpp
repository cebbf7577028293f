// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/tokenminter.h"
#include "storage/sqlite/clicknumber.h"

#include <QtTest/QTest>
#include <sqlite3.h>

using namespace Qt::StringLiterals;
using rastro::storage::clickNumber;

class ClickNumberTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isTimeAndCounterOfAToken()
    {
        // 0x0199d3a7c5f2 ms, counter 0xabc.
        QCOMPARE(clickNumber(u"0199d3a7c5f27abc8123456789abcdef"), 0x0199d3a7c5f2abcLL);
        QCOMPARE(clickNumber("0199d3a7c5f27abc8123456789abcdef"_L1), 0x0199d3a7c5f2abcLL);
        QCOMPARE(clickNumber(u"ffffffffffff7fffffffffffffffffff"), (1LL << 60) - 1);
        QCOMPARE(clickNumber(u"00000000000070000000000000000000"), 0);
    }

    void isInTheOrderOfTokensAndNeverTheSame()
    {
        rastro::core::TokenMinter minter;
        auto last = clickNumber(minter.mint(1'760'000'000'000'000).toString());
        QVERIFY(last);
        for (int i = 0; i < 20'000; ++i) { // More than a millisecond's counter has.
            const auto next = clickNumber(minter.mint(1'760'000'000'000'000 + i / 10'000 * 1000).toString());
            QVERIFY(next && *next > *last);
            last = next;
        }
    }

    void noOtherTokenHasOne_data()
    {
        QTest::addColumn<QString>("token");
        QTest::newRow("empty") << QString();
        QTest::newRow("short") << u"0199d3a7c5f27abc8123456789abcde"_s;
        QTest::newRow("long") << u"0199d3a7c5f27abc8123456789abcdef0"_s;
        QTest::newRow("another version") << u"0199d3a7c5f24abc8123456789abcdef"_s;
        QTest::newRow("capitals") << u"0199D3A7C5F27ABC8123456789ABCDEF"_s;
        QTest::newRow("no digit in the time") << u"0199d3a7c5g27abc8123456789abcdef"_s;
        QTest::newRow("no digit in the counter") << u"0199d3a7c5f27ab/8123456789abcdef"_s;
        QTest::newRow("wide digits") << u"０199d3a7c5f27abc8123456789abcdef"_s;
    }
    void noOtherTokenHasOne()
    {
        QFETCH(QString, token);
        QCOMPARE(clickNumber(token), std::nullopt);
        const auto utf8 = token.toUtf8();
        QCOMPARE(clickNumber(QLatin1StringView(utf8)), std::nullopt);
    }

    void statementsHaveIt()
    {
        sqlite3 *connection = nullptr;
        QCOMPARE(sqlite3_open(":memory:", &connection), SQLITE_OK);
        QCOMPARE(rastro::storage::addClickNumber(connection), SQLITE_OK);
        sqlite3_stmt *statement = nullptr;
        QCOMPARE(sqlite3_prepare_v2(connection, "SELECT click_number(?1)", -1, &statement, nullptr), SQLITE_OK);
        const auto of = [&](const char *token) {
            sqlite3_reset(statement);
            sqlite3_bind_text(statement, 1, token, -1, SQLITE_TRANSIENT);
            sqlite3_step(statement);
            return sqlite3_column_type(statement, 0) == SQLITE_NULL ? -1 : sqlite3_column_int64(statement, 0);
        };
        QCOMPARE(of("0199d3a7c5f27abc8123456789abcdef"), 0x0199d3a7c5f2abcLL);
        QCOMPARE(of("0199d3a7c5f24abc8123456789abcdef"), -1);
        QCOMPARE(of(nullptr), -1);
        sqlite3_finalize(statement);
        sqlite3_close(connection);
    }
};

QTEST_APPLESS_MAIN(ClickNumberTest)
#include "tst_clicknumber.moc"
