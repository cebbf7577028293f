// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/trace.h"
#include "database/testdatabase.h"
#include "funnel/shopper.h"
#include "server/doctor/outsidecheck.h"
#include "server/runtime/pixelscopes.h"
#include "server/runtime/systemclock.h"

using namespace Qt::StringLiterals;
using namespace rastro;
using test::Shopper;

// What trace and doctor say of sales and bots that are really there.
class TestExpert : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        server::OptionTexts options;
        options.database = m_where.url();
        m_demo = std::make_unique<server::DemoInstallation>(u"127.0.0.1:0"_s, options);
        const auto started = m_demo->start();
        QVERIFY2(started, started ? "" : qPrintable(started.error().message));
        QVERIFY(test::waitUntil([&] { return m_demo->isBotKnown(); }));
        m_catalog.scan(m_demo->runtime().options().pluginFolders);
    }

    void cleanupTestCase() { m_demo.reset(); }

    void aSaleFromAnAdHasNothingToMend()
    {
        Shopper shopper(*m_demo, 6118531418);
        shopper.cookies = "_fbp=fb.1.1795000000000.1234567890";
        const auto token = shopper.click("fbclid=IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB&utm_source=FB&utm_medium=a"
                                         "&utm_campaign=b&utm_content=c&utm_term=d");
        QVERIFY(!token.isEmpty());
        QVERIFY(shopper.start(token));
        const auto payment = shopper.purchase();
        QVERIFY(payment);
        // Loopback is where this browser sits; the rest comes as soon as the messages and events are out.
        const QStringList expected{u"address_unknown"_s};
        test::waitUntil([&] { return codes(shopper, *payment) == expected; });
        QCOMPARE(codes(shopper, *payment), expected);
    }

    void aSaleWithoutAnAdSaysWhy()
    {
        Shopper shopper(*m_demo, 6118531419);
        QVERIFY(shopper.start());
        const auto payment = shopper.purchase();
        QVERIFY(payment);
        QVERIFY(codes(shopper, *payment).contains(u"opened_directly"_s));
    }

    void doctorAsksTelegramAndThePublicAddress()
    {
        const auto shop = m_demo->runtime().shop().get();
        const auto &options = m_demo->runtime().options();
        const auto outside = server::askOutside(options, *shop);
        QVERIFY(outside.publicUrl && *outside.publicUrl);
        QCOMPARE((*outside.publicUrl)->status, 200);
        auto bot = shop->bots.first();
        QVERIFY(outside.bots.value(bot.id).me && *outside.bots.value(bot.id).me);
        QVERIFY(outside.bots.value(bot.id).webhook);
        const auto now = server::SystemClock().now();
        for (const auto &finding : server::checkTelegram(bot, outside.bots.value(bot.id), options.publicUrl, now))
            QVERIFY2(finding.level == server::Finding::Well, qPrintable(finding.text));
        for (const auto &finding : server::checkAddress(options, *shop, outside.publicUrl))
            QVERIFY2(finding.code != u"address.unreachable", qPrintable(finding.text));
        core::Shop strangers;
        bot.token = u"999999:AAabcdefghijklmnopqrstuvwxyz0123456"_s;
        strangers.bots = {bot};
        const auto refused = server::askOutside(options, strangers);
        const auto findings = server::checkTelegram(bot, refused.bots.value(bot.id), options.publicUrl, now);
        QVERIFY(!findings.isEmpty());
        QCOMPARE(findings.first().code, u"bot.token"_s);
        QCOMPARE(findings.first().level, server::Finding::Trouble);
        QVERIFY(!findings.first().text.contains(u"AAabcdef"_s));
    }

private:
    // Codes of all that is a warning or worse.
    QStringList codes(Shopper &shopper, const core::PaymentRow &payment)
    {
        const auto shop = m_demo->runtime().shop().get();
        const core::TraceWorld world{shop, server::pixelScopes(*shop, m_catalog)};
        const auto traces = shopper.read<QList<core::Trace>>([&](core::UnitOfWork &uow) {
            return core::tracePayment(uow, payment.workspaceId, payment.payment.reference, world);
        });
        QStringList codes;
        for (const auto &finding : traces.value(0).fields) {
            if (finding.severity >= core::Severity::Warning)
                codes.append(finding.code);
        }
        return codes;
    }

    test::TestDatabase m_where;
    std::unique_ptr<server::DemoInstallation> m_demo;
    plugins::PluginCatalog m_catalog;
};

QTEST_GUILESS_MAIN(TestExpert)
#include "tst_expert.moc"
