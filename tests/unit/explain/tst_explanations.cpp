// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/tokenminter.h"
#include "core/payment/mismatchtext.h"
#include "core/trace/personfindings.h"
#include "core/trace/salefindings.h"
#include "core/trace/verdict.h"

#include <QtCore/QFile>
#include <QtCore/QSet>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using core::Finding;
using core::Why;

namespace {

constexpr Micros now = 1'795'000'000'000'000;
constexpr qint64 botId = 1;
constexpr qint64 bridgePool = 10;
constexpr qint64 directPool = 11;

core::TraceWorld world(std::set<core::PluginScope> pixels = {{core::PluginScope::Pool, bridgePool},
                                                             {core::PluginScope::Pool, directPool}})
{
    auto shop = std::make_shared<core::Shop>();
    core::Pool bridge{.id = bridgePool, .slug = u"summer"_s};
    core::Pool direct{.id = directPool, .slug = u"fast"_s};
    direct.mode = u"direct"_s;
    shop->pools = {bridge, direct};
    return {shop, pixels};
}

Click adClick()
{
    Click click{.token = core::TokenMinter().mint(now - 60'000'000)};
    click.poolId = bridgePool;
    click.botId = botId;
    click.fbclid = u"IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB"_s;
    click.fbp = u"fb.1.1795000000000.1234567890"_s;
    click.fbc = u"fb.1.1795000000000.IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB"_s;
    click.utm = {u"FB"_s, u"set|2"_s, u"summer|1"_s, u"ad|3"_s, u"feed"_s};
    click.clientIp = u"203.0.113.9"_s;
    click.userAgent = u"Mozilla/5.0"_s;
    click.pageviewEventId = u"0123456789abcdef0123456789abcdef"_s;
    click.traffic = u"person"_s;
    return click;
}

core::ConversionRow outboxRow(EventName name, const QString &state, const QString &answer = {}, int attempts = 1)
{
    core::ConversionRow row;
    row.name = name;
    row.destination = u"meta:1234"_s;
    row.state = state;
    row.answer = answer;
    row.attempts = attempts;
    return row;
}

core::MessageRow delivery(const QString &state, const QString &answer = {})
{
    core::MessageRow row;
    row.purpose = u"delivery"_s;
    row.state = state;
    row.answer = answer;
    return row;
}

// A sale of which nothing is missing.
core::PaymentFacts completeSale()
{
    core::PaymentFacts facts;
    const auto click = adClick();
    auto &row = facts.row;
    row.payment.botId = botId;
    row.payment.status = PaymentStatus::Paid;
    row.payment.amount = {1997, u"BRL"_s};
    row.payment.token = click.token;
    row.attribution = u"attached"_s;
    row.gatewayTransactionId = u"tx1"_s;
    row.frozen = {.token = click.token,
                  .fbclid = click.fbclid,
                  .fbp = click.fbp,
                  .fbc = click.fbc,
                  .utm = click.utm,
                  .pageviewEventId = click.pageviewEventId,
                  .poolId = click.poolId};
    row.externalId = u"visitor"_s;
    row.purchaseEventId = click.pageviewEventId;
    row.browserPurchaseAt = now;
    facts.sale.attribution = row.attribution;
    facts.sale.token = click.token;
    facts.sale.rule = u"start_token"_s;
    facts.origin.click = click;
    facts.conversions = {outboxRow(EventName::PageView, u"sent"_s), outboxRow(EventName::Purchase, u"sent"_s)};
    facts.messages = {delivery(u"sent"_s)};
    return facts;
}

core::PaymentFacts organicSale()
{
    auto facts = completeSale();
    facts.row.payment.token.reset();
    facts.row.attribution = u"organic"_s;
    facts.row.frozen = {};
    facts.origin = {};
    facts.sale = {};
    facts.sale.attribution = u"organic"_s;
    facts.sale.createdAt = now;
    facts.sale.started = true;
    facts.sale.startedAt = now;
    return facts;
}

} // namespace

using Change = std::function<void(core::PaymentFacts &)>;
Q_DECLARE_METATYPE(Change)

class ExplanationsTest : public QObject
{
    Q_OBJECT

private:
    QSet<QString> m_reached;

    Finding find(const QList<Finding> &findings, const QString &field)
    {
        for (const Finding &finding : findings) {
            if (!finding.code.isEmpty())
                m_reached.insert(finding.code);
        }
        for (const Finding &finding : findings) {
            if (finding.field == field && !finding.code.isEmpty())
                return finding;
        }
        return {};
    }

    QString codeOf(const core::PaymentFacts &facts, const QString &field, const core::TraceWorld &in = world())
    {
        return find(core::findingsOf(facts, in), field).code;
    }

private Q_SLOTS:
    void aCompleteSaleHasNothingToExplain()
    {
        for (const Finding &finding : core::findingsOf(completeSale(), world()))
            QVERIFY2(finding.code.isEmpty() && !finding.value.isEmpty(), qPrintable(finding.field));
        QCOMPARE(core::verdictOf(completeSale()), u"Attributed by the rule “start_token”."_s);
    }

    void eachMissingFieldOfASaleHasItsReason_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *name, const QString &field, const QString &code, Change change) {
            QTest::newRow(name) << change << field << code;
        };
        using F = core::PaymentFacts;
        row("click gone", u"tracking_token"_s, u"click_gone"_s, [](F &f) { f.origin.click.reset(); });
        row("plugin forgot the pageview id", u"pageview_event_id"_s, u"not_attached"_s,
            [](F &f) { f.row.frozen.pageviewEventId.clear(); });
        row("plugin forgot the fbclid", u"fbclid"_s, u"not_attached"_s, [](F &f) { f.row.frozen.fbclid.clear(); });
        row("plugin forgot a UTM", u"utm_term"_s, u"not_attached"_s, [](F &f) { f.row.frozen.utm.term.clear(); });
        row("plugin forgot the pool", u"pool"_s, u"not_attached"_s, [](F &f) { f.row.frozen.poolId = 0; });
        row("no fbclid", u"fbclid"_s, u"fbclid_missing"_s,
            [](F &f) { f.row.frozen.fbclid = f.origin.click->fbclid = QString(); });
        row("fbclid too long", u"fbclid"_s, u"fbclid_refused"_s, [](F &f) {
            f.row.frozen.fbclid = f.origin.click->fbclid = QString();
            f.origin.notes = {u"fbclid of 9000 bytes was refused: longer than 2048, it is not a fbclid."_s};
        });
        row("another network", u"fbclid"_s, u"other_network"_s, [](F &f) {
            f.row.frozen.fbclid = f.origin.click->fbclid = QString();
            f.origin.click->ids = {{u"gclid"_s, u"x"_s}};
        });
        row("no parameters at all", u"fbclid"_s, u"link_shared"_s, [](F &f) {
            f.row.frozen.fbclid = f.origin.click->fbclid = QString();
            f.row.frozen.utm = f.origin.click->utm = Utm();
        });
        row("no fbc", u"fbc"_s, u"no_fbclid"_s, [](F &f) { f.row.frozen.fbc = f.origin.click->fbc = QString(); });
        row("fbc reported late", u"fbc"_s, u"reported_after_payment"_s, [](F &f) { f.row.frozen.fbc.clear(); });
        row("cookie blocked", u"fbp"_s, u"cookie_blocked"_s,
            [](F &f) { f.row.frozen.fbp = f.origin.click->fbp = QString(); });
        row("direct mode", u"fbp"_s, u"direct_mode"_s, [](F &f) {
            f.row.frozen.fbp = f.origin.click->fbp = QString();
            f.origin.click->poolId = directPool;
        });
        row("cookie refused", u"fbp"_s, u"cookie_refused"_s, [](F &f) {
            f.row.frozen.fbp = f.origin.click->fbp = QString();
            f.origin.notes = {u"The cookie _fbp was refused: it is not of the form fb.<digit>.<13 digits>.<id>."_s};
        });
        row("fbp reported late", u"fbp"_s, u"reported_after_payment"_s, [](F &f) { f.row.frozen.fbp.clear(); });
        row("imported click", u"pool"_s, u"click_without_pool"_s,
            [](F &f) { f.row.frozen.poolId = f.origin.click->poolId = 0; });
        row("no UTM", u"utm_source"_s, u"utm_missing"_s, [](F &f) { f.row.frozen.utm = f.origin.click->utm = Utm(); });
        row("one UTM missing", u"utm_content"_s, u"utm_partial"_s,
            [](F &f) { f.row.frozen.utm.content = f.origin.click->utm.content = QString(); });
        row("UTM not filled in", u"utm_campaign"_s, u"utm_unexpanded"_s,
            [](F &f) { f.row.frozen.utm.campaign = u"{{campaign.name}}"_s; });
        row("no address", u"client_ip"_s, u"address_unknown"_s, [](F &f) { f.origin.click->clientIp.clear(); });
        row("the proxy's address", u"client_ip"_s, u"address_private"_s,
            [](F &f) { f.origin.click->clientIp = u"10.0.0.2"_s; });
        row("no user agent", u"user_agent"_s, u"user_agent_missing"_s, [](F &f) { f.origin.click->userAgent.clear(); });
        row("link preview", u"traffic"_s, u"not_a_person"_s, [](F &f) { f.origin.click->traffic = u"preview"_s; });
        row("loaded twice", u"traffic"_s, u"repeat"_s, [](F &f) { f.origin.click->traffic = u"repeat"_s; });
        row("erased", u"fbclid"_s, u"erased"_s, [](F &f) {
            f.row.erasedAt = now;
            f.row.frozen.fbclid = f.origin.click->fbclid = QString();
        });
        row("erased address", u"client_ip"_s, u"erased"_s, [](F &f) {
            f.row.erasedAt = now;
            f.origin.click->clientIp.clear();
        });
        row("not paid yet", u"status"_s, u"not_paid"_s, [](F &f) { f.row.payment.status = PaymentStatus::Awaiting; });
        row("expired", u"status"_s, u"expired"_s, [](F &f) { f.row.payment.status = PaymentStatus::Expired; });
        row("canceled", u"status"_s, u"canceled"_s, [](F &f) { f.row.payment.status = PaymentStatus::Canceled; });
        row("refused", u"status"_s, u"gateway_refused"_s, [](F &f) { f.row.payment.status = PaymentStatus::Failed; });
        row("outcome unknown", u"status"_s, u"outcome_unknown"_s,
            [](F &f) { f.row.payment.status = PaymentStatus::Unknown; });
        row("wrong amount", u"status"_s, u"amount_mismatch"_s, [](F &f) {
            f.row.payment.status = PaymentStatus::Awaiting;
            f.row.receivedMinor = 100;
        });
        row("another currency", u"status"_s, u"amount_mismatch"_s, [](F &f) {
            f.row.payment.status = PaymentStatus::Awaiting;
            f.row.receivedMinor = 1997;
            f.row.lastError = core::mismatchText({1997, u"USD"_s}, f.row.payment.amount);
        });
        for (const auto &field : {u"status"_s, u"purchase_event_id"_s, u"purchase_event"_s, u"delivery"_s}) {
            row(qPrintable(u"paid, and waits: "_s + field), field, u"paid_waits"_s, [](F &f) {
                f.row.payment.status = PaymentStatus::Awaiting;
                f.row.receivedMinor = 1997;
                f.row.purchaseEventId.clear();
                f.conversions.clear();
                f.messages.clear();
            });
        }
        row("consent refused", u"fbp"_s, u"consent_denied"_s, [](F &f) {
            f.row.frozen.fbp = f.origin.click->fbp = QString();
            f.origin.click->consent = Consent::Denied;
        });
        row("no charge", u"charge"_s, u"charge_missing"_s, [](F &f) { f.row.gatewayTransactionId.clear(); });
        row("no Purchase id yet", u"purchase_event_id"_s, u"not_paid"_s, [](F &f) { f.row.purchaseEventId.clear(); });
        row("no person yet", u"external_id"_s, u"attribution_pending"_s, [](F &f) { f.row.externalId.clear(); });
        const auto purchase = [](const QString &state, const QString &answer, int attempts) -> Change {
            return [=](F &f) { f.conversions = {outboxRow(EventName::Purchase, state, answer, attempts)}; };
        };
        row("event waits", u"purchase_event"_s, u"event_waiting"_s, purchase(u"pending"_s, {}, 0));
        row("event retried", u"purchase_event"_s, u"event_retrying"_s, purchase(u"pending"_s, u"HTTP 503"_s, 3));
        row("pixel unauthorised", u"purchase_event"_s, u"pixel_unauthorised"_s, purchase(u"stopped"_s, u"190"_s, 1));
        row("event withheld", u"purchase_event"_s, u"event_withheld"_s,
            purchase(u"withheld"_s, u"The person refused to be reported, so nothing was sent."_s, 1));
        row("event refused", u"purchase_event"_s, u"event_refused"_s, purchase(u"dead"_s, u"2804009"_s, 1));
        row("event too old", u"purchase_event"_s, u"event_too_old"_s,
            purchase(u"dead"_s, u"Not delivered within 7 days; …"_s, 99));
        row("event uncertain", u"purchase_event"_s, u"event_uncertain"_s,
            purchase(u"dead"_s, u"It may have arrived, and after 48 h …"_s, 9));
        row("event never written", u"purchase_event"_s, u"event_not_queued"_s, [](F &f) { f.conversions.clear(); });
        row("page view retried", u"page_view_event"_s, u"event_retrying"_s,
            [](F &f) { f.conversions.prepend(outboxRow(EventName::PageView, u"pending"_s, u"HTTP 503"_s)); });
        row("delivery missing", u"delivery"_s, u"delivery_missing"_s, [](F &f) { f.messages.clear(); });
        row("delivery waits", u"delivery"_s, u"delivery_waiting"_s,
            [](F &f) { f.messages = {delivery(u"pending"_s)}; });
        row("delivery failed", u"delivery"_s, u"delivery_failed"_s,
            [](F &f) { f.messages = {delivery(u"failed"_s, u"400"_s)}; });
        row("delivery expired", u"delivery"_s, u"delivery_expired"_s,
            [](F &f) { f.messages = {delivery(u"expired"_s)}; });
        row("buyer blocked the bot", u"delivery"_s, u"buyer_blocked_bot"_s,
            [](F &f) { f.messages = {delivery(u"unreachable"_s)}; });
        row("page not opened", u"browser_purchase"_s, u"page_not_opened"_s, [](F &f) { f.row.browserPurchaseAt = 0; });
        row("nothing for the page to report", u"browser_purchase"_s, u"event_withheld"_s, [](F &f) {
            f.row.browserPurchaseAt = 0;
            f.conversions = {outboxRow(EventName::Purchase, u"withheld"_s, u"The person refused to be reported."_s)};
        });
    }
    void eachMissingFieldOfASaleHasItsReason()
    {
        QFETCH(const Change, change);
        QFETCH(const QString, field);
        QFETCH(const QString, code);
        auto facts = completeSale();
        change(facts);
        QCOMPARE(codeOf(facts, field), code);
    }

    void anOrganicSaleExplainsItsTokenAndRefersToItElsewhere()
    {
        const auto facts = organicSale();
        QCOMPARE(codeOf(facts, u"tracking_token"_s), u"opened_directly"_s);
        for (const auto &field : {u"fbclid"_s, u"fbp"_s, u"fbc"_s, u"utm_source"_s, u"pool"_s, u"client_ip"_s})
            QCOMPARE(codeOf(facts, field), u"no_click"_s);
        QVERIFY(core::verdictOf(facts).startsWith(u"Organic: The person opened the bot directly"_s));
    }

    void eachWayOfHavingNoTokenIsReached()
    {
        const auto fresh = core::TokenMinter().mint(now - 3'600'000'000).toString();
        const auto old = core::TokenMinter().mint(now - 40LL * 24 * 3'600'000'000).toString();
        const QList<std::pair<QString, std::function<void(core::SaleFacts &)>>> ways{
            {u"attribution_pending"_s, [](core::SaleFacts &s) { s.attribution = u"pending"_s; }},
            {u"tracking_absent"_s,
             [](core::SaleFacts &s) {
                 s.attributionText =
                     u"Organic: the tracking plugin is not enabled on this bot. Enable it in the shop file."_s;
             }},
            {u"token_dropped"_s, [](core::SaleFacts &s) { s.userToken = core::TokenMinter().mint(now); }},
            {u"bound_after_payment"_s, [](core::SaleFacts &s) { s.boundLaterAt = now + 1; }},
            {u"clicked_for_other_bot"_s, [](core::SaleFacts &s) { s.boundElsewhere = true; }},
            {u"never_started"_s, [](core::SaleFacts &s) { s.started = false; }},
            {u"token_unknown"_s, [](core::SaleFacts &s) { s.startParameter = u"0123456789abcdef0123456789abcdef"_s; }},
            {u"click_lost"_s, [&](core::SaleFacts &s) { s.startParameter = fresh; }},
            {u"click_erased"_s, [&](core::SaleFacts &s) { s.startParameter = old; }},
            {u"erased"_s, [&](core::SaleFacts &s) { s.startParameter = u"erased"_s; }},
            {u"fbclid_unknown"_s, [](core::SaleFacts &s) { s.startParameter = u"IwAR2F4-dbP0l7Mn1IawQQGCINEz7"_s; }},
            {u"parameter_foreign"_s, [](core::SaleFacts &s) { s.startParameter = u"partner"_s; }}};
        for (const auto &[code, change] : ways) {
            auto facts = organicSale();
            change(facts.sale);
            QCOMPARE(codeOf(facts, u"tracking_token"_s), code);
        }
    }

    void aSaleWithoutAnyPixelSaysWhichOneIsMissing()
    {
        auto facts = completeSale();
        facts.conversions.clear();
        QCOMPARE(codeOf(facts, u"purchase_event"_s, world({})), u"pixel_missing"_s);
        QCOMPARE(codeOf(facts, u"fbp"_s, world({})), QString());
        facts.row.browserPurchaseAt = 0;
        QCOMPARE(codeOf(facts, u"browser_purchase"_s, world({})), u"pixel_missing"_s);
        facts.row.frozen.fbp = facts.origin.click->fbp = QString();
        QCOMPARE(codeOf(facts, u"fbp"_s, world({})), u"bridge_without_pixel"_s);
        auto organic = organicSale();
        organic.conversions.clear();
        QCOMPARE(codeOf(organic, u"purchase_event"_s), u"pixel_only_on_pool"_s);
        QCOMPARE(codeOf(organic, u"purchase_event"_s, world({{core::PluginScope::Bot, botId}})), u"event_not_queued"_s);
    }

    void whoKeepsNoAddressesIsNotToldToNameAProxy()
    {
        auto facts = completeSale();
        facts.origin.click->clientIp.clear();
        auto in = world();
        in.keepsAddresses = false;
        QCOMPARE(codeOf(facts, u"client_ip"_s, in), u"address_not_kept"_s);
    }

    void aRefusalIsAFieldOfItsOwn()
    {
        auto facts = completeSale();
        facts.origin.click->consent = Consent::Denied;
        const auto findings = core::findingsOf(facts, world());
        QVERIFY(std::any_of(findings.begin(), findings.end(), [](const Finding &finding) {
            return finding.field == u"consent"_s && finding.value == u"denied"_s;
        }));
    }

    void whatAVendorSaidIsQuotedAsItIs()
    {
        auto facts = completeSale();
        facts.conversions = {outboxRow(EventName::Purchase, u"dead"_s, u"100 %1 of it, #100"_s)};
        const auto finding = find(core::findingsOf(facts, world()), u"purchase_event"_s);
        QCOMPARE(finding.reason, u"The vendor refused it for good: 100 %1 of it, #100"_s);
        QCOMPARE(finding.severity, core::Severity::Trouble);
        QVERIFY(!finding.remedy.isEmpty());
    }

    void aClickTellsWhoItLedTo()
    {
        core::FollowedClick followed{adClick()};
        const auto findings = [&] {
            return core::findingsOf(followed, {}, {outboxRow(EventName::PageView, u"sent"_s)}, world());
        };
        QCOMPARE(find(findings(), u"bound_to"_s).code, u"not_started"_s);
        followed.click.traffic = u"preview"_s;
        QCOMPARE(find(findings(), u"bound_to"_s).code, u"not_a_person"_s);
        followed.boundTelegramUserId = 42;
        QCOMPARE(find(findings(), u"bound_to"_s).code, QString());
    }

    void aPersonWithoutAClickIsExplainedByTheStart()
    {
        core::PersonFacts facts;
        facts.user.attributionRule = u"organic"_s;
        facts.way.attribution = u"organic"_s;
        facts.way.started = true;
        QCOMPARE(find(core::findingsOf(facts, world()), u"tracking_session_id"_s).code, u"opened_directly"_s);
    }

    void everyCodeIsReachedAndDocumented()
    {
        // All that the tests above have seen; this one runs last.
        QFile file(QStringLiteral(EXPLANATIONS));
        QVERIFY(file.open(QFile::ReadOnly));
        const auto documentation = QString::fromUtf8(file.readAll());
        QSet<QString> codes;
        for (const core::Reason &reason : core::allReasons()) {
            QVERIFY2(!codes.contains(reason.code), qPrintable(reason.code));
            codes.insert(reason.code);
            QVERIFY2(m_reached.contains(reason.code), qPrintable(reason.code));
            QVERIFY2(documentation.contains(u"| `%1` |"_s.arg(reason.code)), qPrintable(reason.code));
            QVERIFY2(reason.severity < core::Severity::Warning || !reason.remedy.isEmpty() ||
                         reason.code == u"fbclid_refused",
                     qPrintable(reason.code));
        }
    }
};

QTEST_GUILESS_MAIN(ExplanationsTest)
#include "tst_explanations.moc"
