// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/headscan.h"

#include <QtTest/QTest>

using namespace rastro::http;
using namespace Qt::StringLiterals;
using Verdict = HeadScan::Verdict;

class TestHeadScan : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsTheParts();
    void waitsForEveryMissingByte();
    void ignoresWhatFollowsTheHead();
    void skipsOneEmptyLine();
    void takesThePathOfAnAbsoluteTarget_data();
    void takesThePathOfAnAbsoluteTarget();
    void knowsWhenTheConnectionEnds_data();
    void knowsWhenTheConnectionEnds();
    void refusesBadLinesBeforeTheHeadIsWhole_data();
    void refusesBadLinesBeforeTheHeadIsWhole();
    void acceptsUpToItsLimitsAndNotBeyond();
};

void TestHeadScan::findsTheParts()
{
    const QByteArray bytes(
        "POST /pay/x?a=b?c HTTP/1.1\r\nHost: [::1]:80\r\nContent-Length: 00042\r\nX:\t y z \r\n\r\nrest");
    const HeadScan scan = scanHead(bytes, {});
    QCOMPARE(scan.verdict, Verdict::Complete);
    QCOMPARE(scan.method.toByteArray(), "POST"_ba);
    QCOMPARE(scan.path.toByteArray(), "/pay/x"_ba);
    QCOMPARE(scan.query.toByteArray(), "a=b?c"_ba);
    QCOMPARE(scan.contentLength, 42);
    QCOMPARE(scan.headSize, bytes.size() - 4);
    QVERIFY(!scan.chunked && !scan.close && !scan.http10 && !scan.expectContinue);
    const HttpHeaders headers(bytes.mid(scan.fieldsAt), std::vector(scan.fields.begin(), scan.fields.end()));
    QCOMPARE(headers.size(), 3);
    QCOMPARE(headers.value("host"), "[::1]:80"_ba);
    QCOMPARE(headers.value("x"), "y z"_ba);
}

void TestHeadScan::waitsForEveryMissingByte()
{
    const QByteArray bytes(
        "\r\nGET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
    for (qsizetype size = 0; size < bytes.size(); ++size)
        QCOMPARE(scanHead(bytes.first(size), {}).verdict, Verdict::NeedMore);
    const HeadScan scan = scanHead(bytes, {});
    QCOMPARE(scan.verdict, Verdict::Complete);
    QVERIFY(scan.chunked && scan.expectContinue);
}

void TestHeadScan::ignoresWhatFollowsTheHead()
{
    const QByteArray head("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    QCOMPARE(scanHead(head + "\n\n\0garbage"_ba, {}).headSize, head.size());
}

void TestHeadScan::skipsOneEmptyLine()
{
    QCOMPARE(scanHead("\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n"_ba, {}).verdict, Verdict::Complete);
    QCOMPARE(scanHead("\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n"_ba, {}).status, 400);
}

void TestHeadScan::takesThePathOfAnAbsoluteTarget_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("path"); // empty: refused
    QTest::newRow("http") << "http://shop.test/a?b"_ba
                          << "/a"_ba;
    QTest::newRow("https") << "HTTPS://shop.test:443/"_ba
                           << "/"_ba;
    QTest::newRow("no path") << "http://shop.test"_ba
                             << ""_ba;
    QTest::newRow("another scheme") << "ftp://shop.test/a"_ba
                                    << ""_ba;
}

void TestHeadScan::takesThePathOfAnAbsoluteTarget()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, path);
    const QByteArray bytes = "GET " + target + " HTTP/1.1\r\nHost: shop.test\r\n\r\n";
    const HeadScan scan = scanHead(bytes, {});
    QCOMPARE(scan.verdict, path.isEmpty() ? Verdict::Refused : Verdict::Complete);
    QCOMPARE(scan.path.toByteArray(), path);
}

void TestHeadScan::knowsWhenTheConnectionEnds_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<bool>("close");
    QTest::newRow("1.1") << " HTTP/1.1\r\nHost: x\r\n"_ba << false;
    QTest::newRow("1.1 keep-alive") << " HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n"_ba << false;
    QTest::newRow("1.1 close") << " HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n"_ba << true;
    QTest::newRow("close in a list") << " HTTP/1.1\r\nHost: x\r\nConnection: TE , close,x\r\n"_ba << true;
    QTest::newRow("close in a second field")
        << " HTTP/1.1\r\nHost: x\r\nConnection: TE\r\nConnection: close\r\n"_ba << true;
    QTest::newRow("another word") << " HTTP/1.1\r\nHost: x\r\nConnection: closed\r\n"_ba << false;
    QTest::newRow("empty") << " HTTP/1.1\r\nHost: x\r\nConnection:\r\n"_ba << false;
    QTest::newRow("1.0") << " HTTP/1.0\r\n"_ba << true;
    QTest::newRow("1.0 keep-alive") << " HTTP/1.0\r\nConnection: keep-alive\r\n"_ba << true;
}

void TestHeadScan::knowsWhenTheConnectionEnds()
{
    QFETCH(QByteArray, fields);
    QFETCH(bool, close);
    const HeadScan scan = scanHead("GET /" + fields + "\r\n", {});
    QCOMPARE(scan.verdict, Verdict::Complete);
    QCOMPARE(scan.close, close);
}

void TestHeadScan::refusesBadLinesBeforeTheHeadIsWhole_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::newRow("bare LF") << "GET / HTTP/1.1\n"_ba << 400;
    QTest::newRow("bare CR, unfinished line") << "GET / HTTP/1.1\rX"_ba << 400;
    QTest::newRow("version") << "GET / HTTP/9.9\r\n"_ba << 505;
    QTest::newRow("second length") << "GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n"_ba << 400;
    QTest::newRow("control character") << "GET / HTTP/1.1\r\nX: \x7f\r\n"_ba << 400;
}

void TestHeadScan::refusesBadLinesBeforeTheHeadIsWhole()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    const HeadScan scan = scanHead(bytes, {});
    QCOMPARE(scan.verdict, Verdict::Refused);
    QCOMPARE(scan.status, status);
    QVERIFY(qstrlen(scan.reason) > 0);
}

void TestHeadScan::acceptsUpToItsLimitsAndNotBeyond()
{
    Limits limits;
    limits.maxRequestLine = 20; // "GET /aaaa HTTP/1.1\r\n"
    limits.maxHeaderBytes = 20 + 9 + 6 + 2;
    limits.maxHeaderCount = 2;
    limits.maxBody = 9;
    const QByteArray host("Host: x\r\n");
    QCOMPARE(scanHead("GET /aaaa HTTP/1.1\r\n" + host + "A: b\r\n\r\n", limits).verdict, Verdict::Complete);
    QCOMPARE(scanHead("GET /aaaaa HTTP/1.1\r\n" + host + "\r\n", limits).status, 414);
    QCOMPARE(scanHead("GET /aaaaaaaaaaaaaaaa"_ba, limits).status, 414);
    QCOMPARE(scanHead("GET /aaaa HTTP/1.1\r\n" + host + "A: bb\r\n\r\n", limits).status, 431);
    QCOMPARE(scanHead("GET /aaaa HTTP/1.1\r\n" + host + "A: bbbbbbbb"_ba, limits).status, 431);
    QCOMPARE(scanHead("GET / HTTP/1.1\r\n" + host + "A:\r\nB:\r\n\r\n", limits).status, 431);
    QCOMPARE(scanHead("GET / HTTP/1.1\r\nContent-Length: 9\r\n" + host + "\r\n", Limits{.maxBody = 9}).contentLength,
             9);
    QCOMPARE(scanHead("GET / HTTP/1.1\r\nContent-Length: 10\r\n" + host + "\r\n", Limits{.maxBody = 9}).status, 413);
}

QTEST_GUILESS_MAIN(TestHeadScan)
#include "tst_headscan.moc"
