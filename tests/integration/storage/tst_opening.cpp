// SPDX-License-Identifier: GPL-3.0-or-later
#include "storagefixture.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::test;

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>

namespace {

storage::DatabaseOptions optionsFor(const QString &path, char key = 'k')
{
    storage::DatabaseOptions options;
    options.url = storage::DatabaseUrl::sqlite(path);
    options.secrets = std::make_shared<storage::SecretBox>(storage::SecretBox::withKey(QByteArray(32, key)).value());
    return options;
}

Error errorOfOpening(const storage::DatabaseOptions &options)
{
    const auto opened = storage::SqlDatabase::open(options);
    return opened ? Error{u"it was opened"_s, {}} : opened.error();
}

// Statements as an operator or another program would run them on the file.
void runOn(const QString &path, const QStringList &statements)
{
    const auto name = u"by hand"_s;
    {
        auto shell = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
        shell.setDatabaseName(path);
        QVERIFY(shell.open());
        QSqlQuery query(shell);
        for (const auto &statement : statements)
            QVERIFY2(query.exec(statement), qUtf8Printable(statement));
    }
    QSqlDatabase::removeDatabase(name);
}

} // namespace

class OpeningTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void makesTheDatabaseAndFindsItAgain()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(u"rastro.db"_s);
        QVERIFY(storage::SqlDatabase::open(optionsFor(path)));
        QVERIFY(QFile::exists(path));
        QVERIFY(storage::SqlDatabase::open(optionsFor(path)));
    }

    void refusesADatabaseOfANewerRastro()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(u"rastro.db"_s);
        QVERIFY(storage::SqlDatabase::open(optionsFor(path)));
        runOn(path, {u"INSERT INTO schema_version (version, applied_at) VALUES (9999, 0)"_s});
        const auto error = errorOfOpening(optionsFor(path));
        QCOMPARE(error.code, u"storage.newer_schema"_s);
        QVERIFY(error.message.contains(u"made by a newer Rastro"_s));
        QVERIFY(error.message.contains(u"9999"_s));
        QVERIFY(error.message.contains(u"restore a backup"_s));
    }

    void leavesTheDatabaseOfAnotherProgramAlone()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(u"photos.db"_s);
        runOn(path, {u"CREATE TABLE photos (id INTEGER)"_s});
        const auto error = errorOfOpening(optionsFor(path));
        QCOMPARE(error.code, u"storage.foreign"_s);
        QVERIFY(error.message.contains(u"photos"_s));
        runOn(path, {u"CREATE TABLE schema_version (not_ours INTEGER)"_s}); // Nothing was made in it.
    }

    void saysThatAFileIsDamaged_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("no database") << QByteArray(8192, 'x');
        QTest::newRow("cut off") << QByteArray();
    }
    void saysThatAFileIsDamaged()
    {
        QFETCH(QByteArray, content);
        const QTemporaryDir folder;
        const auto path = folder.filePath(u"rastro.db"_s);
        if (content.isEmpty()) {
            QVERIFY(storage::SqlDatabase::open(optionsFor(path)));
            QVERIFY(QFile::resize(path, 20'000));
        } else {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(content);
        }
        const auto error = errorOfOpening(optionsFor(path));
        QCOMPARE(error.code, u"storage.corrupt"_s);
        QVERIFY(error.message.contains(u"restore a backup"_s));
        QCOMPARE(error.kind, ErrorClass::GiveUp);
    }

    void namesTheFolderItCannotUse_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("word");
        QTest::newRow("missing") << u"missing/rastro.db"_s << u"does not exist"_s;
        QTest::newRow("a file instead of a folder") << u"file/rastro.db"_s << u"does not exist"_s;
        QTest::newRow("a folder instead of a file") << u"folder"_s << u"is a folder"_s;
    }
    void namesTheFolderItCannotUse()
    {
        QFETCH(QString, path);
        QFETCH(QString, word);
        const QTemporaryDir folder;
        QVERIFY(QFile(folder.filePath(u"file"_s)).open(QIODevice::WriteOnly));
        QVERIFY(QDir(folder.path()).mkdir(u"folder"_s));
        const auto error = errorOfOpening(optionsFor(folder.filePath(path)));
        QCOMPARE(error.code, u"storage.io"_s);
        QVERIFY2(error.message.contains(word), qUtf8Printable(error.message));
        QVERIFY(error.message.contains(folder.path()));
    }

    void namesAFolderItMayNotWrite()
    {
        const auto error = errorOfOpening(optionsFor(u"/proc/rastro.db"_s)); // Not even root may.
        QCOMPARE(error.code, u"storage.io"_s);
        QCOMPARE(error.kind, ErrorClass::Retry);
        QVERIFY(error.message.contains(u"/proc"_s));
    }

    void refusesAKeyThatDoesNotFit()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(u"rastro.db"_s);
        QVERIFY(storage::SqlDatabase::open(optionsFor(path, 'k')));
        const auto error = errorOfOpening(optionsFor(path, 'j'));
        QCOMPARE(error.code, u"storage.wrong_key"_s);
        QVERIFY(error.message.contains(u"rastro.key"_s));
        QVERIFY(error.message.contains(optionsFor(path, 'k').secrets->keyId()));
        QVERIFY(storage::SqlDatabase::open(optionsFor(path, 'k'))); // Nothing was lost.
    }

    void startsAMigrationAgainThatWasInterrupted()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(u"rastro.db"_s);
        // As a kill between making the version table and the commit of the first migration leaves it.
        runOn(path,
              {u"CREATE TABLE schema_version (version BIGINT PRIMARY KEY NOT NULL, applied_at BIGINT NOT NULL)"_s});
        QVERIFY(storage::SqlDatabase::open(optionsFor(path)));
    }

    void changesNothingWhenAMigrationFails()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(u"rastro.db"_s);
        runOn(path, {u"CREATE TABLE schema_version (version BIGINT PRIMARY KEY NOT NULL, applied_at BIGINT NOT NULL)"_s,
                     u"CREATE TABLE plugin_settings (mine INTEGER)"_s}); // In the way of the first one's last table.
        const auto error = errorOfOpening(optionsFor(path));
        QVERIFY(error.message.contains(u"nothing was changed"_s));
        runOn(path, {u"CREATE TABLE bots (was_not_made INTEGER)"_s});
    }

    void isMigratedOnceWhenSeveralOpenItTogether()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(u"rastro.db"_s);
        std::vector<std::future<Error>> openings;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            std::packaged_task<Error()> task([&path] { return errorOfOpening(optionsFor(path)); });
            openings.push_back(task.get_future());
            threads.emplace_back(std::move(task));
        }
        for (auto &thread : threads)
            thread.join();
        for (auto &opening : openings) {
            const auto error = opening.get();
            QVERIFY2(error.code == u"it was opened"_s, qUtf8Printable(error.message));
        }
    }
};

QTEST_GUILESS_MAIN(OpeningTest)
#include "tst_opening.moc"
