// SPDX-License-Identifier: GPL-3.0-or-later
#include "smalldisk.h"
#include "storage/spool/spoolfolder.h"
#include "storage/spool/spoolline.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using storage::SpoolFolder;

namespace {

core::Arrival arrival(int number)
{
    Click click{.token = TrackingToken::parse(u"%1"_s.arg(number, 32, 16, QChar(u'0'))).value()};
    click.poolId = 7;
    click.botId = 9;
    click.fbclid = u"IwAR+%1_Ação\n\"☂"_s.arg(number, 4, 10, QChar(u'0'));
    click.fbp = u"fb.1.1700000000000.1"_s;
    click.fbc = u"fb.1.1700000000000.x"_s;
    click.ids = {{u"ttclid"_s, u"t"_s}, {u"gclid"_s, u"g"_s}};
    click.utm = {u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"e"_s};
    click.visitorId = u"visitor"_s;
    click.clientIp = u"2001:db8::1"_s;
    click.userAgent = u"browser"_s;
    click.landingUrl = u"https://shop.example/go/x?y"_s;
    click.referrer = u"https://example.com"_s;
    click.firstSeenMs = 1'760'000'000'123;
    click.pageviewEventId = u"event"_s;
    click.traffic = u"person"_s;
    click.consent = Consent::Denied;
    return {3, {click, {u"a note"_s, u"another"_s}, true}};
}

QStringList tokensIn(SpoolFolder &folder)
{
    QStringList tokens;
    const auto files = folder.files();
    for (const auto &file : files) {
        for (qint64 from = 0; from >= 0;) {
            const auto content = folder.read(file, from);
            if (!content)
                return {content.error().code};
            for (const auto &read : content->arrivals)
                tokens.append(read.captured.click.token.toString());
            from = content->next;
        }
    }
    return tokens;
}

QString tokenOf(int number)
{
    return arrival(number).captured.click.token.toString();
}

// Of any arrival().
qint64 lineSize()
{
    return storage::spoolLine(arrival(1)).size();
}

void append(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QFile::Append));
    QCOMPARE(file.write(bytes), bytes.size());
}

} // namespace

// The files of the spool, whole and broken.
class SpoolFolderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLineKeepsEverythingOfAClick()
    {
        auto line = storage::spoolLine(arrival(1));
        QCOMPARE(line.count('\n'), 1);
        line.chop(1);
        const auto read = storage::readSpoolLine(line);
        QVERIFY(read);
        // The form that both give is the same, so every field is.
        QCOMPARE(storage::spoolLine(*read), line + '\n');
        const auto &click = read->captured.click;
        const auto expected = arrival(1).captured.click;
        QCOMPARE(click.fbclid, expected.fbclid);
        QCOMPARE(click.fbc, expected.fbc);
        QCOMPARE(click.ids, expected.ids);
        QVERIFY(click.utm == expected.utm);
        QCOMPARE(click.firstSeenMs, expected.firstSeenMs);
        QCOMPARE(click.pageviewEventId, expected.pageviewEventId);
        QCOMPARE(click.clientIp, expected.clientIp);
        QCOMPARE(click.consent, Consent::Denied);
        QCOMPARE(read->captured.notes, arrival(1).captured.notes);
        QVERIFY(read->captured.isNewVisitor);
        QCOMPARE(read->workspaceId, 3);
        QCOMPARE(click.poolId, 7);
        QCOMPARE(click.botId, 9);
    }

    void anyChangedOrCutLineIsRefused()
    {
        auto line = storage::spoolLine(arrival(1));
        line.chop(1);
        for (qsizetype length = 0; length < line.size(); ++length)
            QVERIFY2(!storage::readSpoolLine(line.left(length)), qPrintable(QString::number(length)));
        for (qsizetype at = 0; at < line.size(); ++at) {
            auto changed = line;
            changed[at] = static_cast<char>(changed[at] ^ 1);
            QVERIFY2(!storage::readSpoolLine(changed), qPrintable(QString::number(at)));
        }
    }

    void whatIsAppendedIsReadInOrderByAnotherProcess()
    {
        const QTemporaryDir place;
        const auto path = place.filePath(u"spool"_s);
        SpoolFolder folder(path, {.bytesPerFile = lineSize() * 2});
        for (int number = 1; number <= 5; ++number)
            QVERIFY(folder.append({arrival(number)}));
        QCOMPARE(folder.files().size(), 3); // Two in each.
        SpoolFolder other(path);
        QCOMPARE(tokensIn(other), (QStringList{tokenOf(1), tokenOf(2), tokenOf(3), tokenOf(4), tokenOf(5)}));
        QCOMPARE(other.bytes(), lineSize() * 5);
    }

    void nobodyElseMayReadIt()
    {
        const QTemporaryDir place;
        const auto path = place.filePath(u"spool"_s);
        SpoolFolder folder(path);
        QVERIFY(folder.append({arrival(1)}));
        constexpr auto others = QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther |
                                QFile::ExeGroup | QFile::ExeOther;
        QCOMPARE(QFileInfo(path).permissions() & others, QFile::Permissions());
        const auto files = QDir(path).entryInfoList(QDir::Files);
        QCOMPARE(files.size(), 2); // And the spare one.
        for (const auto &file : files)
            QCOMPARE(file.permissions() & others, QFile::Permissions());
    }

    void aLargeFileIsReadInPieces()
    {
        const QTemporaryDir place;
        SpoolFolder folder(place.path(), {.clicksAtOnce = 2});
        QVERIFY(folder.append({arrival(1), arrival(2), arrival(3)}));
        const auto file = folder.files().first();
        const auto first = folder.read(file);
        QVERIFY(first);
        QCOMPARE(first->arrivals.size(), 2);
        QVERIFY(first->next > 0);
        const auto second = folder.read(file, first->next);
        QVERIFY(second);
        QCOMPARE(second->arrivals.size(), 1);
        QCOMPARE(second->next, -1);
    }

    void aHalfLastLineCostsNothingElse()
    {
        const QTemporaryDir place;
        SpoolFolder folder(place.path());
        QVERIFY(folder.append({arrival(1), arrival(2)}));
        append(place.filePath(folder.files().first()), storage::spoolLine(arrival(3)).left(40));
        const auto content = folder.read(folder.files().first());
        QVERIFY(content);
        QCOMPARE(content->arrivals.size(), 2);
        QCOMPARE(content->damaged, 1U);
        // What comes later stands in another file.
        QVERIFY(folder.append({arrival(4)}));
        QCOMPARE(tokensIn(folder), (QStringList{tokenOf(1), tokenOf(2), tokenOf(4)}));
    }

    void aLineWithoutEndIsOneDamagedLine()
    {
        const QTemporaryDir place;
        SpoolFolder folder(place.path());
        QVERIFY(folder.append({arrival(1)}));
        append(place.filePath(folder.files().first()),
               QByteArray(5'000'000, 'x') + '\n' + storage::spoolLine(arrival(2)));
        const auto content = folder.read(folder.files().first());
        QVERIFY(content);
        QCOMPARE(content->arrivals.size(), 2);
        QCOMPARE(content->damaged, 1U);
    }

    void refusesMoreThanItMayHold()
    {
        const QTemporaryDir place;
        SpoolFolder folder(place.path(), {.bytes = lineSize() * 2});
        QVERIFY(folder.append({arrival(1), arrival(2)}));
        const auto refused = folder.append({arrival(3)});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, u"spool.full"_s);
        QVERIFY(refused.error().message.contains(u"--spool-limit"_s));
        QCOMPARE(tokensIn(folder), (QStringList{tokenOf(1), tokenOf(2)}));
        folder.remove(folder.files().first());
        QVERIFY(folder.append({arrival(3)}));
        QCOMPARE(tokensIn(folder), QStringList{tokenOf(3)});
    }

    void whatIsSetAsideIsKept()
    {
        const QTemporaryDir place;
        SpoolFolder folder(place.path());
        QVERIFY(folder.append({arrival(1)}));
        const auto file = folder.files().first();
        folder.setAside(file);
        QCOMPARE(folder.files(), QStringList());
        QCOMPARE(folder.bytes(), 0);
        QCOMPARE(folder.asideFiles().size(), 1);
        // As the operator does it.
        QVERIFY(QFile::rename(place.filePath(folder.asideFiles().first()), place.filePath(file)));
        QCOMPARE(tokensIn(folder), QStringList{tokenOf(1)});
    }

    void saysWhyItCannotWrite()
    {
        const QTemporaryDir place;
        QFile inTheWay(place.filePath(u"spool"_s));
        QVERIFY(inTheWay.open(QFile::WriteOnly));
        SpoolFolder folder(inTheWay.fileName());
        const auto refused = folder.append({arrival(1)});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, u"spool.io"_s);
        QVERIFY(refused.error().message.contains(u"Make room"_s));
    }

    // Room was kept for so many; what does not fit any more is taken back as a whole.
    void aFullDiskTakesWhatRoomWasKeptFor()
    {
        test::SmallDisk disk(1);
        if (!disk.isMounted())
            QSKIP("Only root can mount a small disk.");
        SpoolFolder folder(disk.path() + u"/spool"_s, {.bytesPerFile = 64 * 1024});
        folder.keepSpare();
        disk.fill();
        QStringList tokens;
        Result<void> stored;
        for (int number = 1; number < 1000 && (stored = folder.append({arrival(number)})); ++number)
            tokens.append(tokenOf(number));
        QVERIFY(!stored);
        QCOMPARE(stored.error().code, u"spool.io"_s);
        QVERIFY2(tokens.size() * lineSize() > 50 * 1024, qPrintable(QString::number(tokens.size())));
        QCOMPARE(tokensIn(folder), tokens);
        QCOMPARE(folder.bytes(), tokens.size() * lineSize());
    }
};

QTEST_GUILESS_MAIN(SpoolFolderTest)
#include "tst_spoolfolder.moc"
