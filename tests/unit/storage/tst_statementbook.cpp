// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ports/unitofwork.h"
#include "storage/statementbook.h"

#include <QtCore/QDirIterator>
#include <QtCore/QFile>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using rastro::core::StorageFailure;
using rastro::storage::StatementBook;

class StatementBookTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsNamedBlocksWithoutTheirComments()
    {
        StatementBook book;
        book.add(u"a.sql"_s, u"-- SPDX\n\n-- why\n-- name: a.one\nSELECT 1\nFROM x;\n\n-- name: a.two\nSELECT 2;\n"_s);
        QCOMPARE(book.text(u"a.one"_s), u"SELECT 1\nFROM x"_s);
        QCOMPARE(book.text(u"a.two"_s), u"SELECT 2"_s);
        QCOMPARE(book.names().size(), 2);
    }

    void refusesABookThatIsNotInOrder_data()
    {
        QTest::addColumn<QString>("content");
        QTest::newRow("twice") << u"-- name: a\nSELECT 1;\n-- name: a\nSELECT 2;\n"_s;
        QTest::newRow("empty block") << u"-- name: a\n-- name: b\nSELECT 2;\n"_s;
        QTest::newRow("empty last block") << u"-- name: a\nSELECT 1;\n-- name: b\n"_s;
        QTest::newRow("without a name") << u"SELECT 1;\n-- name: b\nSELECT 2;\n"_s;
    }
    void refusesABookThatIsNotInOrder()
    {
        QFETCH(QString, content);
        StatementBook book;
        QVERIFY_THROWS_EXCEPTION(StorageFailure, book.add(u"a.sql"_s, content));
    }

    void namesAMissingStatement()
    {
        try {
            const StatementBook empty;
            [[maybe_unused]] const auto &text = empty.text(u"click.lost"_s);
            QFAIL("it was found");
        } catch (const StorageFailure &failure) {
            QCOMPARE(failure.error().code, u"storage.statements"_s);
            QVERIFY(failure.error().message.contains(u"click.lost"_s));
        }
    }

    void holdsCommonStatementsAndThoseOfTheDialect()
    {
        const auto book = StatementBook::read(u"sqlite"_s);
        QVERIFY(book.text(u"click.byToken"_s).startsWith(u"SELECT * FROM clicks"_s));
        QVERIFY(book.text(u"message.claimDue"_s).startsWith(u"UPDATE messages"_s));
    }

    void holdsNoStatementThatNobodyUses_data()
    {
        QTest::addColumn<QString>("dialect");
        QTest::newRow("sqlite") << u"sqlite"_s;
        QTest::newRow("postgresql") << u"postgresql"_s;
    }
    void holdsNoStatementThatNobodyUses()
    {
        QFETCH(QString, dialect);
        QString sources;
        QDirIterator files(QStringLiteral(RASTRO_SOURCE_DIR "/app/storage"), {u"*.cpp"_s}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            sources += QString::fromUtf8(file.readAll());
        }
        const auto names = StatementBook::read(dialect).names();
        QVERIFY(names.size() > 90);
        for (const auto &name : names)
            QVERIFY2(sources.contains(u'"' + name + u'"'), qUtf8Printable(name));
    }
};

QTEST_GUILESS_MAIN(StatementBookTest)
#include "tst_statementbook.moc"
