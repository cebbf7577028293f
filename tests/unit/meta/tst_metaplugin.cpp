// SPDX-License-Identifier: GPL-3.0-or-later
#include "metabench.h"

#include "rastro/plugin.h"

#include <QtCore/QPluginLoader>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rastro;
using namespace rastro::testing;

/// The plugin on one event, and what it says of itself.
class MetaPluginTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void loadsFromItsLibrary();
    void postsOneEventToThePixel();
    void tellsItsDestinationAndItsLimits();
    void wantsOnlyWhatIsSwitchedOn();
    void sendsOnceMoreWithoutAnFbcThatMetaRefuses();
    void givesUpWhenMetaRefusesTheEventWithoutFbcToo();
    void doesNotAskMetaAboutAnEventThatIsTooOld();
    void triesAgainWhatMetaDidNotConfirm();
    void neverShowsTheAccessToken();
    void warnsOfAnOldApiVersion();
    void warnsThatTestEventsCount();
    void hasNoBrowserSideForAnEventThatIsSwitchedOff();
};

void MetaPluginTest::loadsFromItsLibrary()
{
    QPluginLoader loader(QStringLiteral(RASTRO_BUILD_DIR "/lib/rastro/plugins/meta.so"));
    const auto data = loader.metaData();
    QCOMPARE(data.value(u"IID"_s).toString(), QStringLiteral(RastroPlugin_iid));
    const auto metadata = data.value(u"MetaData"_s).toObject();
    QCOMPARE(metadata.value(u"id"_s).toString(), u"meta"_s);
    QCOMPARE(metadata.value(u"kind"_s).toString(), u"pixel"_s);
    QVERIFY(metadata[u"settings"_s][u"properties"_s][u"access_token"_s][u"secret"_s].toBool());

    auto *factory = qobject_cast<Plugin *>(loader.instance());
    QVERIFY2(factory, qPrintable(loader.errorString()));
    FakeBot bot(metaSettings());
    const auto instance = factory->create(bot);
    QVERIFY(instance.has_value());
    QVERIFY(qobject_cast<PixelPlugin *>(instance->get()));

    FakeBot insecure(metaSettings({{u"base_url"_s, u"http://graph.facebook.com"_s}}));
    QCOMPARE(factory->create(insecure).error().code, u"meta.insecure_url"_s);
}

void MetaPluginTest::postsOneEventToThePixel()
{
    MetaBench pixel;
    pixel.bot.http().enqueue(received(1));
    const auto outcome = pixel.deliverOne(purchase());
    QCOMPARE(outcome.answer.value(), u"1 received, fbtrace_id Axyz"_s);
    QCOMPARE(pixel.bot.http().requests().size(), 1);
    const auto &request = pixel.bot.http().requests().first();
    QCOMPARE(request.method, QByteArray("POST"));
    QCOMPARE(request.url.toString(), u"https://graph.facebook.com/v25.0/1234567890/events"_s);
    QCOMPARE(eventsOf(request).size(), 1);
    QCOMPARE(eventsOf(request)[0][u"event_id"_s].toString(), u"pv-1"_s);
    QCOMPARE(bodyOf(request).value(u"access_token"_s).toString(), metaToken);
}

void MetaPluginTest::tellsItsDestinationAndItsLimits()
{
    MetaBench pixel;
    QCOMPARE(pixel.instance->destination(), u"meta:1234567890"_s);
    QCOMPARE(pixel.instance->batchLimit(EventName::Purchase), 1);
    QCOMPARE(pixel.instance->batchLimit(EventName::PageView), 50);
}

void MetaPluginTest::wantsOnlyWhatIsSwitchedOn()
{
    MetaBench all;
    MetaBench some({{u"events"_s, QJsonObject{{u"page_view"_s, false}, {u"purchase"_s, true}}}});
    for (const auto name :
         {EventName::PageView, EventName::ViewContent, EventName::InitiateCheckout, EventName::Purchase}) {
        QVERIFY(all.instance->wants(name));
        QCOMPARE(some.instance->wants(name), name != EventName::PageView);
    }
}

void MetaPluginTest::sendsOnceMoreWithoutAnFbcThatMetaRefuses()
{
    MetaBench pixel;
    pixel.bot.http().enqueue(refusal(100, 2804001));
    pixel.bot.http().enqueue(received(1));
    const auto outcome = pixel.deliverOne(purchase());
    QVERIFY(outcome.answer);
    QVERIFY(outcome.answer->contains(u"without fbc"_s));
    const auto first = eventsOf(pixel.bot.http().requests()[0])[0].toObject();
    auto second = eventsOf(pixel.bot.http().requests()[1])[0].toObject();
    QVERIFY(first[u"user_data"_s].toObject().contains(u"fbc"_s));
    auto user = first[u"user_data"_s].toObject();
    user.remove(u"fbc"_s);
    QCOMPARE(second[u"user_data"_s].toObject(), user);
    QCOMPARE(second[u"event_id"_s], first[u"event_id"_s]);
    QCOMPARE(second[u"event_time"_s], first[u"event_time"_s]);
}

void MetaPluginTest::givesUpWhenMetaRefusesTheEventWithoutFbcToo()
{
    MetaBench pixel;
    pixel.bot.http().enqueue(refusal(100, 2804001));
    pixel.bot.http().enqueue(refusal(100, 2804001));
    const auto outcome = pixel.deliverOne(purchase());
    QCOMPARE(outcome.answer.error().kind, ErrorClass::GiveUp);
    QVERIFY(outcome.answer.error().message.contains(u"refused by Meta"_s));
    QCOMPARE(pixel.bot.http().requests().size(), 2);
}

void MetaPluginTest::doesNotAskMetaAboutAnEventThatIsTooOld()
{
    MetaBench pixel;
    auto event = purchase();
    event.at = pixel.bot.clock().now() - Micros(8 * 86'400) * 1'000'000;
    const auto outcome = pixel.deliverOne(event);
    QCOMPARE(outcome.answer.error().code, u"meta.too_old"_s);
    QCOMPARE(outcome.answer.error().kind, ErrorClass::GiveUp);
    QVERIFY(outcome.answer.error().message.contains(u"8 days old"_s));
    QVERIFY(pixel.bot.http().requests().isEmpty());
}

void MetaPluginTest::triesAgainWhatMetaDidNotConfirm()
{
    MetaBench pixel;
    pixel.bot.http().enqueue(received(0));
    const auto outcome = pixel.deliverOne(purchase());
    QCOMPARE(outcome.answer.error().code, u"meta.not_received"_s);
    QCOMPARE(outcome.answer.error().kind, ErrorClass::Retry);
}

void MetaPluginTest::neverShowsTheAccessToken()
{
    MetaBench pixel({{u"app_secret"_s, u"appS3cret"_s}});
    pixel.bot.http().enqueue(refusal(190, 0, u"Malformed access token %1 of app appS3cret"_s.arg(metaToken)));
    const auto outcome = pixel.deliverOne(purchase());
    const auto message = outcome.answer.error().message;
    QVERIFY(message.contains(u"Malformed access token •••"_s));
    for (const auto &secret : {metaToken, u"appS3cret"_s}) {
        QVERIFY(!message.contains(secret));
        QVERIFY(!pixel.bot.logText().contains(secret));
        QVERIFY(!pixel.bot.http().requests().first().url.toString().contains(secret));
        QVERIFY(!pixel.instance->browserSnippet(EventName::Purchase).script.contains(secret));
    }
}

void MetaPluginTest::warnsOfAnOldApiVersion()
{
    MetaBench pixel;
    auto reply = received(1);
    reply.result->headers.emplace_back("x-ad-api-version-warning", "v25.0 ends soon");
    pixel.bot.http().enqueue(reply);
    QVERIFY(pixel.deliverOne(purchase()).answer);
    QVERIFY(pixel.bot.logText().contains(u"v25.0 ends soon"_s));
}

void MetaPluginTest::warnsThatTestEventsCount()
{
    QVERIFY(MetaBench().bot.lines().isEmpty());
    MetaBench testing({{u"test_event_code"_s, u"TEST123"_s}});
    QCOMPARE(testing.bot.lines().size(), 1);
    QCOMPARE(testing.bot.lines().first().level, LogLevel::Warning);
}

void MetaPluginTest::hasNoBrowserSideForAnEventThatIsSwitchedOff()
{
    MetaBench pixel({{u"events"_s, QJsonObject{{u"page_view"_s, false}}}});
    QVERIFY(pixel.instance->browserSnippet(EventName::PageView).script.isEmpty());
    QVERIFY(!pixel.instance->browserSnippet(EventName::Purchase).script.isEmpty());
}

QTEST_GUILESS_MAIN(MetaPluginTest)
#include "tst_metaplugin.moc"
