// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/qr/qrpng.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtCore/QtEndian>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using telegram::qrPng;

class TestQrPng : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    // What a person's phone would see in the picture. Fails the test if zbarimg is not there.
    QByteArray readBack(const QByteArray &png)
    {
        const auto path = m_folder.filePath(u"code.png"_s);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(png) != png.size())
            return "cannot write the picture";
        file.close();
        QProcess zbar;
        zbar.start(u"zbarimg"_s, {u"--quiet"_s, u"--raw"_s, u"-Sdisable"_s, u"-Sqrcode.enable"_s, path});
        if (!zbar.waitForFinished() || zbar.exitStatus() != QProcess::NormalExit)
            return "zbarimg (Debian: zbar-tools): " + zbar.errorString().toUtf8();
        const auto read = zbar.readAllStandardOutput();
        return read.endsWith('\n') ? read.chopped(1) : read + " (" + zbar.readAllStandardError() + ')';
    }

private Q_SLOTS:
    void drawsWhatAReaderReadsBack_data()
    {
        QTest::addColumn<QString>("text");
        QFile file(QStringLiteral(RASTRO_FIXTURES "/brcode/vectors.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto vectors = QJsonDocument::fromJson(file.readAll())[u"vectors"].toArray();
        QVERIFY(vectors.size() >= 17);
        for (const auto &vector : vectors)
            QTest::newRow(qPrintable(vector[u"id"].toString())) << vector[u"payload"].toString();
        QTest::newRow("one character") << u"a"_s;
        QTest::newRow("lower case and digits") << u"https://t.me/demo_bot?start=0123456789abcdef"_s;
        QTest::newRow("512, the longest that a gateway gives") << QString(512, u'x');
    }
    void drawsWhatAReaderReadsBack()
    {
        QFETCH(QString, text);
        const auto png = qrPng(text, 6, 4);
        QVERIFY(png);
        QCOMPARE(readBack(*png), text.toUtf8());
    }

    void drawsAtAnyReadableScale_data()
    {
        QTest::addColumn<int>("scale");
        QTest::addColumn<int>("margin");
        QTest::newRow("small") << 3 << 4;
        QTest::newRow("usual") << 8 << 4;
        QTest::newRow("odd") << 7 << 5;
        QTest::newRow("large") << 16 << 2;
    }
    void drawsAtAnyReadableScale()
    {
        QFETCH(int, scale);
        QFETCH(int, margin);
        const auto text =
            u"00020126330014br.gov.bcb.pix01111234567890952040000530398654041.005802BR5901A6001B62070503***"
            "63044931"_s;
        const auto png = qrPng(text, scale, margin);
        QVERIFY(png);
        QCOMPARE(readBack(*png), text.toUtf8());
    }

    void isASmallPngOfTheExpectedSize()
    {
        const auto png = qrPng(u"a"_s, 5, 4); // Version 1 has 21 modules (ISO/IEC 18004, table 1).
        QVERIFY(png);
        QVERIFY(png->startsWith("\x89PNG\r\n\x1a\n"));
        const auto pixels = (21 + 2 * 4) * 5;
        QCOMPARE(qFromBigEndian<qint32>(png->constData() + 16), pixels);
        QCOMPARE(qFromBigEndian<qint32>(png->constData() + 20), pixels);
        QCOMPARE(*png, *qrPng(u"a"_s, 5, 4));
        QVERIFY(qrPng(QString(512, u'x'), 10, 4)->size() < 64 * 1024);
    }

    void refusesWhatCannotBeDrawn_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("scale");
        QTest::addColumn<int>("margin");
        QTest::addColumn<QString>("error");
        QTest::newRow("nothing") << QString() << 8 << 4 << u"qr.empty"_s;
        QTest::newRow("no scale") << u"a"_s << 0 << 4 << u"qr.size"_s;
        QTest::newRow("negative scale") << u"a"_s << -1 << 4 << u"qr.size"_s;
        QTest::newRow("huge scale") << u"a"_s << 33 << 4 << u"qr.size"_s;
        QTest::newRow("negative margin") << u"a"_s << 8 << -1 << u"qr.size"_s;
        QTest::newRow("huge margin") << u"a"_s << 8 << 17 << u"qr.size"_s;
        QTest::newRow("too long") << QString(2332, u'a') << 8 << 4 << u"qr.too_long"_s;
        QTest::newRow("too long in bytes") << QString(1500, u'é') << 8 << 4 << u"qr.too_long"_s;
    }
    void refusesWhatCannotBeDrawn()
    {
        QFETCH(QString, text);
        QFETCH(int, scale);
        QFETCH(int, margin);
        QFETCH(QString, error);
        const auto png = qrPng(text, scale, margin);
        QVERIFY(!png);
        QCOMPARE(png.error().code, error);
    }

    void drawsTheLongestText() { QVERIFY(qrPng(QString(2331, u'a'), 8, 4)); }
};

QTEST_GUILESS_MAIN(TestQrPng)
#include "tst_qrpng.moc"
