// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/keyfile.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro::storage;

class KeyFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void makesAKeyOnlyItsOwnerMayRead()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(u"rastro.key"_s);
        const auto box = openKeyFile(path);
        QVERIFY(box);
        QCOMPARE(QFile(path).size(), 32);
        const auto permissions = QFile::permissions(path);
        QVERIFY(permissions & QFile::ReadOwner);
        QVERIFY(!(permissions & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther)));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{u"rastro.key"_s});
    }

    void keepsItsKey()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(u"rastro.key"_s);
        QCOMPARE(openKeyFile(path)->keyId(), openKeyFile(path)->keyId());
        QVERIFY(openKeyFile(path)->keyId() != openKeyFile(folder.filePath(u"other.key"_s))->keyId());
    }

    void refusesAKeyThatOthersMayRead()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(u"rastro.key"_s);
        QVERIFY(openKeyFile(path));
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup));
        const auto box = openKeyFile(path);
        QVERIFY(!box);
        QCOMPARE(box.error().code, u"secrets.exposed"_s);
        QVERIFY(box.error().message.contains(u"chmod 600 "_s + path));
    }

    void readsACredentialOfSystemdWhateverItsAccessListLooksLike()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(u"rastro.key"_s);
        QVERIFY(openKeyFile(path));
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::ReadGroup));
        qputenv("CREDENTIALS_DIRECTORY", QFile::encodeName(folder.path()));
        const auto box = openKeyFile(path);
        qputenv("CREDENTIALS_DIRECTORY", "/elsewhere");
        const auto elsewhere = openKeyFile(path);
        qunsetenv("CREDENTIALS_DIRECTORY");
        QVERIFY(box);
        QCOMPARE(elsewhere.error().code, u"secrets.exposed"_s);
    }

    void refusesADamagedKeyAndLeavesItAlone_data()
    {
        QTest::addColumn<int>("size");
        QTest::newRow("empty") << 0;
        QTest::newRow("short") << 31;
        QTest::newRow("long") << 33;
    }
    void refusesADamagedKeyAndLeavesItAlone()
    {
        QFETCH(int, size);
        const QTemporaryDir folder;
        const auto path = folder.filePath(u"rastro.key"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(size, 'k'));
        file.close();
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        const auto box = openKeyFile(path);
        QVERIFY(!box);
        QCOMPARE(box.error().code, u"secrets.key"_s);
        QCOMPARE(file.size(), size);
    }

    void saysWhyItCannotMakeOne()
    {
        const QTemporaryDir folder;
        const auto box = openKeyFile(folder.filePath(u"missing/rastro.key"_s));
        QVERIFY(!box);
        QCOMPARE(box.error().code, u"secrets.file"_s);
    }

    void readsAKeyAsText()
    {
        const auto text = QByteArray(SecretBox::keySize, 'k').toHex();
        QCOMPARE(keyFromText("  " + text + "\n")->keyId(),
                 SecretBox::withKey(QByteArray(SecretBox::keySize, 'k'))->keyId());
        QVERIFY(!keyFromText(text.chopped(1)));
        QVERIFY(!keyFromText(text.chopped(1) + "x"));
        QVERIFY(!keyFromText({}));
        QVERIFY(!keyFromText(QByteArray(64, '='))); // fromHex() skips what is no digit.
    }
};

QTEST_GUILESS_MAIN(KeyFileTest)
#include "tst_keyfile.moc"
