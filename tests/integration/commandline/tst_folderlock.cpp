// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/runtime/store.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using server::FolderLock;

namespace {

server::ServerOptions optionsOf(const QString &data, const QString &database)
{
    server::OptionTexts texts;
    texts.data = data;
    texts.database = database;
    return *server::judgeOptions(texts);
}

} // namespace

/// One server at a time in a folder and on an embedded database.
class FolderLockTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneAtATime()
    {
        const QTemporaryDir folder;
        QCOMPARE(FolderLock::holder(folder.path()), std::nullopt);
        auto first = FolderLock::take(folder.path());
        QVERIFY(first);
        QCOMPARE(FolderLock::holder(folder.path()), std::optional<qint64>(QCoreApplication::applicationPid()));
        const auto second = FolderLock::take(folder.path());
        QVERIFY(!second);
        QCOMPARE(second.error().code, u"store.locked"_s);
        QVERIFY(second.error().message.contains(QString::number(QCoreApplication::applicationPid())));
        first->reset();
        QCOMPARE(FolderLock::holder(folder.path()), std::nullopt);
        QVERIFY(FolderLock::take(folder.path()));
    }

    // In a container every server has the same number.
    void aFileThatNamesALivingProcessIsNoLock()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"rastro.lock"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::number(QCoreApplication::applicationPid()) + "\nrastro\nhost\n");
        file.close();
        QVERIFY(FolderLock::take(folder.path()));
    }

    void theSuccessorFindsTheSignature()
    {
        const QTemporaryDir folder;
        QCOMPARE((*FolderLock::take(folder.path()))->lastSignature(), QString());
        (*FolderLock::take(folder.path()))->sign(u"first"_s);
        // One that died before it signed leaves the last signature there.
        QCOMPARE((*FolderLock::take(folder.path()))->lastSignature(), u"first"_s);
        QCOMPARE((*FolderLock::take(folder.path()))->lastSignature(), u"first"_s);
    }

    void aFolderThatCannotBeWrittenToIsNamed()
    {
        const auto refused = FolderLock::take(u"/proc/no-such-folder"_s);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, u"store.folder"_s);
        QVERIFY(refused.error().message.contains(u"/proc/no-such-folder"_s));
    }

    void twoServersShareNoFileDatabase()
    {
        const QTemporaryDir one;
        const QTemporaryDir two;
        const QTemporaryDir elsewhere;
        const auto file = u"sqlite:"_s + elsewhere.filePath(u"rastro.db"_s);
        const auto first = server::lockInstallation(optionsOf(one.path(), file));
        QVERIFY(first);
        const auto second = server::lockInstallation(optionsOf(two.path(), file));
        QVERIFY(!second);
        QCOMPARE(second.error().code, u"store.locked"_s);
        // The usual place is in the data folder, which is locked once.
        QVERIFY(server::lockInstallation(optionsOf(two.path(), {})));
    }
};

QTEST_GUILESS_MAIN(FolderLockTest)
#include "tst_folderlock.moc"
