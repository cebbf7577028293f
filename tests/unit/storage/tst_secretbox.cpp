// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/secretbox.h"

#include <QtCore/QSet>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using rastro::storage::SealedPlace;
using rastro::storage::SecretBox;

namespace {

const SealedPlace place{"bots"_L1, "token"_L1, u"1/demo"_s};

SecretBox boxOf(char fill)
{
    return SecretBox::withKey(QByteArray(SecretBox::keySize, fill)).value();
}

} // namespace

class SecretBoxTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensWhatItSealed_data()
    {
        QTest::addColumn<QByteArray>("plain");
        QTest::newRow("empty") << ""_ba;
        QTest::newRow("token") << "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"_ba;
        QTest::newRow("bytes") << QByteArray("\0\xff\n", 3);
        QTest::newRow("long") << QByteArray(100'000, 'x');
    }
    void opensWhatItSealed()
    {
        QFETCH(QByteArray, plain);
        const auto sealed = boxOf('k').seal(place, plain);
        QVERIFY(plain.isEmpty() || !sealed.contains(plain));
        const auto opened = boxOf('k').open(place, sealed);
        QVERIFY(opened);
        QCOMPARE(*opened, plain);
    }

    void sealsTheSameNeverTheSameWayTwice()
    {
        const auto box = boxOf('k');
        QSet<QByteArray> seen;
        for (int i = 0; i < 100; ++i)
            seen.insert(box.seal(place, "same"_ba));
        QCOMPARE(seen.size(), 100);
    }

    void noticesEveryChangedByte()
    {
        const auto box = boxOf('k');
        const auto sealed = box.seal(place, "secret"_ba);
        for (qsizetype at = 0; at < sealed.size(); ++at) {
            auto changed = sealed;
            changed[at] = static_cast<char>(changed[at] ^ 1);
            QVERIFY(!box.open(place, changed));
        }
    }

    void noticesWhatIsCutOff()
    {
        const auto box = boxOf('k');
        const auto sealed = box.seal(place, "secret"_ba);
        for (qsizetype size = 0; size < sealed.size(); ++size)
            QVERIFY(!box.open(place, sealed.left(size)));
    }

    void refusesAValueThatWasMoved_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("column");
        QTest::addColumn<QString>("row");
        QTest::newRow("table") << u"pools"_s << u"token"_s << u"1/demo"_s;
        QTest::newRow("column") << u"bots"_s << u"webhook_secret"_s << u"1/demo"_s;
        QTest::newRow("row") << u"bots"_s << u"token"_s << u"2/demo"_s;
    }
    void refusesAValueThatWasMoved()
    {
        QFETCH(QString, table);
        QFETCH(QString, column);
        QFETCH(QString, row);
        const auto tableText = table.toLatin1();
        const auto columnText = column.toLatin1();
        const auto box = boxOf('k');
        const auto sealed = box.seal(place, "secret"_ba);
        const auto opened = box.open({QLatin1StringView(tableText), QLatin1StringView(columnText), row}, sealed);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, u"secrets.damaged"_s);
    }

    void namesBothKeysWhenItIsTheWrongOne()
    {
        const auto sealed = boxOf('k').seal(place, "secret"_ba);
        const auto opened = boxOf('j').open(place, sealed);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, u"secrets.wrong_key"_s);
        QVERIFY(opened.error().message.contains(boxOf('k').keyId()));
        QVERIFY(opened.error().message.contains(boxOf('j').keyId()));
    }

    void refusesAKeyOfAnotherSize()
    {
        for (const int size : {0, 31, 33}) {
            const auto box = SecretBox::withKey(QByteArray(size, 'k'));
            QVERIFY(!box);
            QCOMPARE(box.error().code, u"secrets.key"_s);
        }
    }

    void digestsUnderItsKey()
    {
        QCOMPARE(boxOf('k').digest("a"_ba), boxOf('k').digest("a"_ba));
        QVERIFY(boxOf('k').digest("a"_ba) != boxOf('k').digest("b"_ba));
        QVERIFY(boxOf('k').digest("a"_ba) != boxOf('j').digest("a"_ba));
    }
};

QTEST_GUILESS_MAIN(SecretBoxTest)
#include "tst_secretbox.moc"
