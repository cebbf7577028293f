// SPDX-License-Identifier: GPL-3.0-or-later
#include "rastro/testing/plugincontract.h"

#include <QtCore/QCoreApplication>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::testing {

namespace {

const QMap<QString, HttpReply> &troubles()
{
    static const QMap<QString, HttpReply> replies{
        {u"300 elsewhere"_s, reply::status(302, {}, {{"location", "https://elsewhere.example/"}})},
        {u"400 refused"_s, reply::status(400, R"({"error":"no"})")},
        {u"401 credentials"_s, reply::status(401, R"({"error":"who are you"})")},
        {u"404 not found"_s, reply::status(404, "<html>not found</html>")},
        {u"429 slow down"_s, reply::rateLimited(7)},
        {u"500 broken"_s, reply::status(500, R"({"error":"oops"})")},
        {u"502 proxy"_s, reply::status(502, "<html><body>Bad Gateway</body></html>")},
        {u"503 away"_s, reply::status(503)},
        {u"connection refused"_s, reply::refused()},
        {u"connection broken"_s, reply::broken()},
        {u"silence"_s, reply::silence()},
        {u"garbage: empty"_s, reply::status(200)},
        {u"garbage: HTML"_s, reply::status(200, "<html>hello</html>")},
        {u"garbage: half of it"_s, reply::status(200, R"({"id": "1", "data": {)")},
        {u"garbage: empty object"_s, reply::status(200, "{}")},
        {u"garbage: list"_s, reply::status(200, "[[], null, 7]")},
        {u"garbage: null"_s, reply::status(200, "null")},
        {u"garbage: wrong types"_s,
         reply::status(200, R"({"id":[],"status":7,"amount":"x","error":[],"data":null,"events_received":"1"})")},
        {u"garbage: bytes"_s, reply::status(200, QByteArray("\x00\xff\xfe{\"\x80", 6))},
        {u"garbage: deep"_s, reply::status(200, QByteArray(100'000, '['))},
        {u"garbage: huge"_s, reply::status(200, QByteArray(8 * 1024 * 1024, ' '))},
    };
    return replies;
}

} // namespace

void PluginContract::initTestCase()
{
    QVERIFY2(plugin().error().isEmpty(), qPrintable(plugin().error()));
}

void PluginContract::itsMetadataIsComplete()
{
    const auto metaData = plugin().metaData();
    for (const auto &key : {u"id"_s, u"kind"_s, u"version"_s, u"sdk"_s})
        QVERIFY2(!metaData[key].toString().isEmpty(), qPrintable(u"“%1” is missing in plugin.json.in"_s.arg(key)));
    for (const auto &language : {u"en"_s, u"pt"_s}) {
        QVERIFY2(!metaData[u"title"_s][language].toString().isEmpty(),
                 qPrintable(u"“title.%1” is missing in plugin.json.in"_s.arg(language)));
    }
}

QString PluginContract::leaks(FakeBot &bot, const QStringList &texts) const
{
    auto places = texts;
    places.append(bot.logText());
    for (const auto &request : bot.http().requests())
        places.append(request.url.toString(QUrl::FullyDecoded));
    for (const auto &secret : plugin().secrets(bot.settings())) {
        for (const auto &place : places) {
            if (place.contains(secret))
                return u"A secret of the settings stands in: %1"_s.arg(place);
        }
    }
    return {};
}

void PluginContract::settle(FakeBot &bot, std::chrono::milliseconds span)
{
    const auto turns = [] {
        for (int turn = 0; turn < 4; ++turn)
            QCoreApplication::processEvents();
    };
    for (auto left = span; left > 0ms; left -= std::min<std::chrono::milliseconds>(left, 500ms)) {
        turns();
        bot.clock().advance(std::min<std::chrono::milliseconds>(left, 500ms));
    }
    turns();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

void PluginContract::addTroubles()
{
    QTest::addColumn<QString>("trouble");
    const auto names = troubles().keys();
    for (const auto &name : names)
        QTest::newRow(qPrintable(name)) << name;
}

HttpReply PluginContract::replyOf(const QString &trouble)
{
    const auto found = troubles().constFind(trouble);
    if (found == troubles().constEnd())
        qFatal("no such trouble: %s", qPrintable(trouble));
    return *found;
}

void PluginContract::makeTrouble(FakeBot &bot, const QString &trouble)
{
    bot.http().on({}, {}, replyOf(trouble));
}

QString PluginContract::faultAfterAbort(FakeBot &bot, OperationBase &operation)
{
    int again = 0;
    const auto counting = connect(&operation, &OperationBase::finishedAgain, &operation, [&again] { ++again; });
    settle(bot, 1s);
    const bool isOpen = !operation.isFinished();
    operation.abort();
    const auto asked = bot.http().requests().size();
    settle(bot, 10min);
    disconnect(counting);
    if (again > 0)
        return u"It finished %1 times more."_s.arg(again);
    if (isOpen && bot.http().requests().size() != asked)
        return u"It asked on after the abort."_s;
    return {};
}

} // namespace rastro::testing
