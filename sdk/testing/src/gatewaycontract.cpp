// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewaybench.h"

#include <rastro/brcode.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::testing {

namespace {

/// What is wrong about one ended call; empty if nothing is.
template <class T>
QString fault(const Watched<T> &operation)
{
    if (!operation.isFinished())
        return u"it did not finish within a minute of the FakeClock"_s;
    if (operation.again() > 0)
        return u"it finished %1 times"_s.arg(operation.again() + 1);
    if (!operation.result() &&
        (operation.result().error().code.isEmpty() || operation.result().error().message.isEmpty()))
        return u"its error has no code or no message"_s;
    return {};
}

} // namespace

bool GatewayContract::hasEffect(const HttpRequest &request) const
{
    const bool writes = request.method == "POST" || request.method == "PUT";
    return writes && !request.url.path().contains(u"token"_s);
}

void GatewayContract::makesACharge()
{
    Bench bench(*this);
    Watched<Charge> operation;
    const auto asked = bench.chargeRequest();
    bench.create(operation);
    QCOMPARE(fault(operation), QString());
    QVERIFY2(operation.result(), qPrintable(operation.errorTexts().join(u": "_s)));
    QVERIFY2(!operation.result()->gatewayId.isEmpty(), "a charge has the gateway's id");
    QVERIFY2(bench.bot->http().unexpected().isEmpty(), "answerNormally() does not know a request of this plugin");
    const auto code = BrCode::decode(operation.result()->pixCode);
    QVERIFY2(code, qPrintable(code ? QString() : code.error().message));
    QVERIFY2(!code->amountMinor || *code->amountMinor == asked.amount.minor,
             "the Pix code has another amount than was asked");

    Watched<ChargeSnapshot> snapshot;
    bench.fetch(snapshot, {operation.result()->gatewayId, asked.reference});
    QCOMPARE(fault(snapshot), QString());
    QVERIFY2(snapshot.result(), qPrintable(snapshot.errorTexts().join(u": "_s)));
    QVERIFY(snapshot.result()->exists);
    QCOMPARE(leaks(*bench.bot), QString());
}

void GatewayContract::finishesEveryCallExactlyOnce_data()
{
    addTroubles();
}

void GatewayContract::finishesEveryCallExactlyOnce()
{
    QFETCH(QString, trouble);
    Bench bench(*this);
    makeTrouble(*bench.bot, trouble);
    Watched<Charge> create;
    Watched<ChargeSnapshot> fetch;
    Watched<ChargeSnapshot> fetchByReference;
    Watched<Refund> refund;
    bench.create(create);
    bench.fetch(fetch, {u"charge-1"_s, sample::payment(1).reference});
    bench.fetch(fetchByReference, {QString(), sample::payment(1).reference});
    bench.refund(refund, u"charge-1"_s);
    QCOMPARE(fault(create), QString());
    QCOMPARE(fault(fetch), QString());
    QCOMPARE(fault(fetchByReference), QString());
    QCOMPARE(fault(refund), QString());
    const bool asksSomebody = !bench.bot->http().requests().isEmpty();
    if (asksSomebody) {
        QVERIFY2(!create.result(), "it made a charge out of trouble");
        QVERIFY2(!fetch.result() || fetch.result()->status != PaymentStatus::Paid, "it saw money in trouble");
        QVERIFY2(!refund.result(), "it made a refund out of trouble");
    }
    QCOMPARE(leaks(*bench.bot, create.errorTexts() + fetch.errorTexts() + refund.errorTexts()), QString());
}

void GatewayContract::classifiesTrouble_data()
{
    QTest::addColumn<QString>("trouble");
    QTest::addColumn<ErrorClass>("kind");
    QTest::newRow("wrong credentials") << u"401 credentials"_s << ErrorClass::Reauthenticate;
    for (const auto &trouble : {u"429 slow down"_s, u"500 broken"_s, u"502 proxy"_s, u"503 away"_s,
                                u"connection refused"_s, u"connection broken"_s, u"silence"_s})
        QTest::newRow(qPrintable(trouble)) << trouble << ErrorClass::Retry;
}

void GatewayContract::classifiesTrouble()
{
    QFETCH(QString, trouble);
    QFETCH(ErrorClass, kind);
    Bench bench(*this);
    makeTrouble(*bench.bot, trouble);
    Watched<ChargeSnapshot> operation;
    bench.fetch(operation, {u"charge-1"_s, sample::payment(1).reference});
    if (bench.bot->http().requests().isEmpty())
        QSKIP("this gateway asks nobody");
    QCOMPARE(fault(operation), QString());
    QVERIFY2(!operation.result(), "it saw a charge in trouble");
    QCOMPARE(errorClassName(operation.result().error().kind), errorClassName(kind));
    if (trouble.startsWith(u"429"))
        QVERIFY2(operation.result().error().retryAfter >= 7s, "it does not keep to Retry-After");
}

void GatewayContract::saysThatTheOutcomeIsUnknownWhenTheAnswerToACreateIsLost_data()
{
    QTest::addColumn<QString>("trouble");
    for (const auto &trouble :
         {u"connection broken"_s, u"silence"_s, u"500 broken"_s, u"502 proxy"_s, u"garbage: half of it"_s})
        QTest::newRow(qPrintable(trouble)) << trouble;
}

void GatewayContract::saysThatTheOutcomeIsUnknownWhenTheAnswerToACreateIsLost()
{
    QFETCH(QString, trouble);
    Bench bench(*this);
    bool lost = false;
    bench.bot->http().intercept([&](const HttpRequest &request) -> std::optional<HttpReply> {
        if (!hasEffect(request))
            return std::nullopt;
        lost = true;
        return replyOf(trouble);
    });
    Watched<Charge> operation;
    bench.create(operation);
    if (!lost)
        QSKIP("this gateway makes charges without asking anybody");
    QCOMPARE(fault(operation), QString());
    QVERIFY2(!operation.result(), "it made a charge although the answer was lost");
    QVERIFY2(operation.result().error().outcomeUnknown, "the charge may exist: outcomeUnknown must be set");
}

void GatewayContract::stopsWhenAborted()
{
    Bench bench(*this);
    makeTrouble(*bench.bot, u"silence"_s);
    Watched<Charge> operation;
    bench.gateway->createCharge(bench.chargeRequest(), operation.get());
    QCOMPARE(faultAfterAbort(*bench.bot, *operation.get()), QString());
}

void GatewayContract::canBeDeletedDuringACall()
{
    Bench bench(*this);
    Watched<Charge> create;
    Watched<ChargeSnapshot> fetch;
    bench.gateway->createCharge(bench.chargeRequest(), create.get());
    bench.gateway->fetchCharge({u"charge-1"_s, sample::payment(1).reference}, fetch.get());
    bench.instance.reset();
    settle(*bench.bot);
    QCOMPARE(create.again(), 0);
    QCOMPARE(fetch.again(), 0);
}

void GatewayContract::survivesADeletedOperation()
{
    Bench bench(*this);
    Watched<Charge> create;
    bench.gateway->createCharge(bench.chargeRequest(), create.get());
    create.get()->abort();
    create.remove();
    settle(*bench.bot);
    Watched<Charge> next;
    bench.create(next, 2);
    QCOMPARE(fault(next), QString());
    QVERIFY2(next.result(), "after an operation was given up, the next one fails");
}

void GatewayContract::claimsWhatItDoes()
{
    Bench bench(*this);
    const auto able = bench.gateway->capabilities();
    QVERIFY(isKnownCurrency(able.currency));
    QVERIFY(able.minimumMinor >= 1);
    QVERIFY(able.maximumMinor == 0 || able.maximumMinor >= able.minimumMinor);

    Watched<Charge> first;
    Watched<Charge> second;
    bench.create(first);
    bench.create(second);
    QVERIFY(first.result());
    if (able.idempotentCreate) {
        QVERIFY2(second.result(), "idempotentCreate is claimed, but the second create failed");
        QCOMPARE(second.result()->gatewayId, first.result()->gatewayId);
    }

    Watched<ChargeSnapshot> byReference;
    bench.fetch(byReference, {QString(), bench.chargeRequest().reference});
    QCOMPARE(fault(byReference), QString());
    if (able.lookupByReference) {
        QVERIFY2(byReference.result(), "lookupByReference is claimed, but it failed");
        QVERIFY(byReference.result()->exists);
        QCOMPARE(byReference.result()->charge.gatewayId, first.result()->gatewayId);
    } else {
        QVERIFY2(!byReference.result() || byReference.result()->exists,
                 "without lookupByReference it must say that it cannot look, not that there is no charge");
    }

    Watched<Refund> refund;
    bench.refund(refund, first.result()->gatewayId);
    QCOMPARE(fault(refund), QString());
    if (!able.refunds)
        QVERIFY2(!refund.result(), "it refunds although it says that it cannot");
}

void GatewayContract::readsItsNotices()
{
    Bench bench(*this);
    Watched<Charge> charge;
    bench.create(charge);
    QVERIFY(charge.result());
    const auto reference = bench.chargeRequest().reference;
    for (const auto &notice : notices(*charge.result(), reference)) {
        const auto hint = bench.gateway->parseWebhook(notice);
        QVERIFY2(hint, qPrintable(hint ? QString() : hint.error().message));
        QVERIFY2(!hint->charges.isEmpty(), "a notice about a charge names it");
        const auto &named = hint->charges.first();
        QVERIFY(named.gatewayId == charge.result()->gatewayId || named.reference == reference);
    }
}

void GatewayContract::refusesForgedNotices()
{
    Bench bench(*this);
    for (const auto &notice : forgedNotices()) {
        const auto hint = bench.gateway->parseWebhook(notice);
        QVERIFY2(!hint, "a forged notice was believed");
        QCOMPARE(leaks(*bench.bot, {hint.error().message}), QString());
    }
}

void GatewayContract::readsNoticesPurely_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("hello");
    QTest::newRow("null") << QByteArray("null");
    QTest::newRow("empty object") << QByteArray("{}");
    QTest::newRow("list") << QByteArray("[{}, [], null, 7]");
    QTest::newRow("wrong types") << QByteArray(R"({"id":[],"event":{},"charge":7,"pix":"x","data":null,"txid":{}})");
    QTest::newRow("deep") << QByteArray(200'000, '[');
    QTest::newRow("huge") << R"({"id":")" + QByteArray(4 * 1024 * 1024, 'x') + R"("})";
    QTest::newRow("bytes") << QByteArray("\x00\xff\xfe{\"\x80\x80", 7);
}

void GatewayContract::readsNoticesPurely()
{
    QFETCH(QByteArray, body);
    Bench bench(*this);
    const auto requests = bench.bot->http().requests().size();
    Notice notice;
    notice.body = body;
    notice.headers = {{"content-type", "application/json"}};
    const auto first = bench.gateway->parseWebhook(notice);
    bench.bot->clock().advance(24h);
    const auto second = bench.gateway->parseWebhook(notice);
    QCOMPARE(first.has_value(), second.has_value());
    if (first)
        QCOMPARE(first->eventId, second->eventId);
    else
        QCOMPARE(first.error().code, second.error().code);
    settle(*bench.bot, 5s);
    QVERIFY2(bench.bot->http().requests().size() == requests, "parseWebhook() must ask nobody");
}

void GatewayContract::survivesEveryCutOfItsNotices()
{
    Bench bench(*this);
    Charge charge;
    charge.gatewayId = u"charge-1"_s;
    for (const auto &whole : notices(charge, sample::payment(1).reference)) {
        for (qsizetype size = 0; size < whole.body.size(); ++size) {
            auto cut = whole;
            cut.body.truncate(size);
            const auto first = bench.gateway->parseWebhook(cut);
            const auto second = bench.gateway->parseWebhook(cut);
            QCOMPARE(first.has_value(), second.has_value());
        }
        auto headless = whole;
        headless.headers.clear();
        (void)bench.gateway->parseWebhook(headless);
    }
}

} // namespace rastro::testing
