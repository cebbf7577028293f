// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/responsewriter.h"

#include <QtTest/QTest>

using namespace rastro::http;
using namespace Qt::StringLiterals;

namespace {

QByteArray written(const HttpResponse &response, const Framing &framing = {})
{
    QByteArray out;
    appendResponse(out, response, framing);
    return out;
}

} // namespace

class TestResponseWriter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void writesAnAnswer();
    void writesNoBodyToHead();
    void writesNoBodyWithStatusesThatHaveNone();
    void keepsFramingToItself();
    void sendsImpossibleStatusesAs500();
    void refusesToInjectHeaders_data();
    void refusesToInjectHeaders();
    void writesDatesInEnglishUtc();
};

void TestResponseWriter::writesAnAnswer()
{
    QCOMPARE(written(HttpResponse::json("{}"_ba, 201), {false, true, "Sun, 06 Nov 1994 08:49:37 GMT"}),
             "HTTP/1.1 201 Created\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Type: application/json\r\n"
             "Content-Length: 2\r\nConnection: close\r\n\r\n{}"_ba);
    QCOMPARE(written(HttpResponse::redirect(302, "https://t.me/b?start=0")),
             "HTTP/1.1 302 Found\r\nLocation: https://t.me/b?start=0\r\nContent-Length: 0\r\n\r\n"_ba);
}

void TestResponseWriter::writesNoBodyToHead()
{
    const HttpResponse response = HttpResponse::text("12345"_ba);
    const QByteArray get = written(response);
    QCOMPARE(written(response, {true, false, {}}), get.chopped(5));
}

void TestResponseWriter::writesNoBodyWithStatusesThatHaveNone()
{
    for (const int status : {204, 304}) {
        HttpResponse response = HttpResponse::empty(status);
        response.body = "x"_ba;
        const QByteArray bytes = written(response);
        QVERIFY(bytes.endsWith("\r\n\r\n") && !bytes.contains("Content-Length"));
    }
}

void TestResponseWriter::keepsFramingToItself()
{
    HttpResponse response = HttpResponse::text("x"_ba);
    for (const char *name : {"content-length", "Transfer-Encoding", "CONNECTION", "Date"})
        QVERIFY(response.headers.add(name, "7"));
    QCOMPARE(written(response), written(HttpResponse::text("x"_ba)));
}

void TestResponseWriter::sendsImpossibleStatusesAs500()
{
    for (const int status : {0, 100, 199, 600, -1})
        QVERIFY(written(HttpResponse::empty(status)).startsWith("HTTP/1.1 500 "));
}

void TestResponseWriter::refusesToInjectHeaders_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("CRLF") << "A"_ba
                          << "b\r\nC: d"_ba;
    QTest::newRow("LF") << "A"_ba
                        << "b\nC: d"_ba;
    QTest::newRow("CR") << "A"_ba
                        << "b\rC: d"_ba;
    QTest::newRow("NUL") << "A"_ba << QByteArray("b\0c", 3);
    QTest::newRow("name with a colon") << "A:"_ba
                                       << "b"_ba;
    QTest::newRow("name with CRLF") << "A\r\nB"_ba
                                    << "b"_ba;
    QTest::newRow("no name") << ""_ba
                             << "b"_ba;
}

void TestResponseWriter::refusesToInjectHeaders()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    HttpResponse response = HttpResponse::text("x"_ba);
    QVERIFY(!response.headers.add(name, value));
    QCOMPARE(written(response), written(HttpResponse::text("x"_ba)));
}

void TestResponseWriter::writesDatesInEnglishUtc()
{
    QCOMPARE(httpDate(784'111'777), "Sun, 06 Nov 1994 08:49:37 GMT"_ba);
    QCOMPARE(httpDate(0), "Thu, 01 Jan 1970 00:00:00 GMT"_ba);
}

QTEST_GUILESS_MAIN(TestResponseWriter)
#include "tst_responsewriter.moc"
