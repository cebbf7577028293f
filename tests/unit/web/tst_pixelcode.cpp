// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/pixelcode.h"
#include "web/websnapshot.h"

#include <QtTest/QTest>

using namespace rastro;
using namespace rastro::web;
using namespace Qt::StringLiterals;

class TestPixelCode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aScriptIsNamedByItsHash();
    void severalPixelsShareAPage();
    void anUnsafeSnippetIsLeftOut_data();
    void anUnsafeSnippetIsLeftOut();
    void thePoolsPixelComesBeforeTheBots_data();
    void thePoolsPixelComesBeforeTheBots();
};

static BrowserSnippet snippet(const QString &script)
{
    return {script, {u"https://s.example"_s}, {u"https://i.example"_s}, {u"https://c.example"_s}, {u"_fbp"_s}};
}

void TestPixelCode::aScriptIsNamedByItsHash()
{
    const PixelCode code({snippet(u"send(event.id);"_s)});
    const QByteArray script = "rastro.pixel(function (event) {\nsend(event.id);\n});";
    QCOMPARE(code.elements(), "<script>" + script + "</script>\n");
    QCOMPARE(code.sources().scriptHashes, QByteArrayList{inlineHash(script)});
    QCOMPARE(code.sources().scripts, QStringList{u"https://s.example"_s});
    QCOMPARE(code.reportCookies(), QStringList{u"_fbp"_s});
}

void TestPixelCode::severalPixelsShareAPage()
{
    const PixelCode code({snippet(u"one();"_s), snippet({}), snippet(u"two();"_s)});
    QCOMPARE(code.sources().scriptHashes.size(), 2);
    QVERIFY(code.elements().contains("one();") && code.elements().contains("two();"));
    QVERIFY(PixelCode({snippet({})}).isEmpty());
    QVERIFY(PixelCode().isEmpty());
}

void TestPixelCode::anUnsafeSnippetIsLeftOut_data()
{
    QTest::addColumn<BrowserSnippet>("bad");
    BrowserSnippet source = snippet(u"x();"_s);
    source.connectSources = {u"https://c.example; script-src *"_s};
    QTest::newRow("ends its element") << snippet(u"x('</SCRIPT>');"_s);
    QTest::newRow("begins a comment") << snippet(u"x('<!--');"_s);
    QTest::newRow("begins a script") << snippet(u"x('<script>');"_s);
    QTest::newRow("a source that is more than an origin") << source;
}

void TestPixelCode::anUnsafeSnippetIsLeftOut()
{
    QFETCH(BrowserSnippet, bad);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"left out"_s));
    const PixelCode code({bad, snippet(u"good();"_s)});
    QCOMPARE(code.sources().scriptHashes.size(), 1);
    QVERIFY(code.elements().contains("good();"));
}

void TestPixelCode::thePoolsPixelComesBeforeTheBots_data()
{
    QTest::addColumn<qint64>("pool");
    QTest::addColumn<qint64>("bot");
    QTest::addColumn<int>("event");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("pool with a pixel") << qint64(1) << qint64(7) << int(EventName::PageView) << QByteArray("pool();");
    QTest::newRow("pool without") << qint64(2) << qint64(7) << int(EventName::PageView) << QByteArray("bot();");
    QTest::newRow("organic") << qint64(0) << qint64(7) << int(EventName::PageView) << QByteArray("bot();");
    QTest::newRow("neither") << qint64(2) << qint64(8) << int(EventName::PageView) << QByteArray();
    QTest::newRow("pool's pixel is silent at this event")
        << qint64(1) << qint64(7) << int(EventName::Purchase) << QByteArray();
}

void TestPixelCode::thePoolsPixelComesBeforeTheBots()
{
    QFETCH(qint64, pool);
    QFETCH(qint64, bot);
    QFETCH(int, event);
    QFETCH(QByteArray, expected);
    const WebSnapshot snapshot({}, {},
                               {{{core::PluginScope::Pool, 1}, EventName::PageView, snippet(u"pool();"_s)},
                                {{core::PluginScope::Bot, 7}, EventName::PageView, snippet(u"bot();"_s)},
                                {{core::PluginScope::Bot, 7}, EventName::Purchase, snippet(u"bot();"_s)}});
    const PixelCode &code = snapshot.pixels(pool, bot, EventName(event));
    QCOMPARE(code.isEmpty(), expected.isEmpty());
    QVERIFY(code.elements().contains(expected));
}

QTEST_APPLESS_MAIN(TestPixelCode)
#include "tst_pixelcode.moc"
