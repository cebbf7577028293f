// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugins/host/pluginhost.h"
#include "rastro/testing/fakebot.h"
#include "rastro/testing/samples.h"

#include <QtTest/QSignalSpy>

/// A PluginHost over the fixture plugins and the tracking plugin of this build, with fakes around it.
struct HostBench
{
    rastro::testing::FakeClock clock;
    rastro::testing::FakeHttp http{clock};
    rastro::testing::FakeClicks clicks{clock};
    QStringList log;
    rastro::plugins::PluginCatalog catalog{QStringLiteral(RASTRO_SDK_VERSION_STRING)};
    std::unique_ptr<rastro::plugins::PluginHost> host;

    HostBench()
    {
        const auto fixtures = QStringLiteral(RASTRO_FIXTURE_PLUGINS);
        catalog.scan({fixtures + QStringLiteral("/good"), fixtures + QStringLiteral("/failing"),
                      QStringLiteral(RASTRO_BUILD_DIR "/lib/rastro/plugins")});
        host = std::make_unique<rastro::plugins::PluginHost>(catalog, services());
    }

    rastro::plugins::HostServices services()
    {
        return {.http = http,
                .clock = clock,
                .clicks = [this](const rastro::core::PluginScope &) -> rastro::ClickDirectory & { return clicks; },
                .publicUrl = QUrl(QStringLiteral("https://shop.example")),
                .localUrl = QUrl(QStringLiteral("http://127.0.0.1:8080")),
                .log = [this](const rastro::plugins::PluginLine &line) { log.append(line.text); }};
    }

    static rastro::core::PluginScope bot(qint64 id) { return {rastro::core::PluginScope::Bot, id}; }
    static rastro::core::PluginScope pool(qint64 id) { return {rastro::core::PluginScope::Pool, id}; }

    static rastro::plugins::Enablement wanted(const rastro::core::PluginScope &scope, const QString &id,
                                              const QJsonObject &settings = {})
    {
        return {.scope = scope, .pluginId = id, .settings = settings, .key = QStringLiteral("shop")};
    }
    static rastro::plugins::Enablement gateway(qint64 botId, const QString &key = QStringLiteral("hunter22"))
    {
        return wanted(bot(botId), QStringLiteral("good_gateway"), {{QStringLiteral("api_key"), key}});
    }

    /// The report of one instance; a default one if there is none.
    rastro::plugins::InstanceReport report(const rastro::core::PluginScope &scope, const QString &id) const
    {
        for (const auto &report : host->states()) {
            if (report.scope == scope && report.pluginId == id)
                return report;
        }
        return {};
    }

    /// Starts createCharge at a gateway; the results are appended to `results`.
    void charge(rastro::PaymentGatewayPlugin *gateway, QList<rastro::Result<rastro::Charge>> &results)
    {
        rastro::ChargeRequest request;
        request.reference = QStringLiteral("ref");
        host->operations().start<rastro::Charge>(
            *gateway, QStringLiteral("createCharge"), std::chrono::seconds(20),
            [&](rastro::Operation<rastro::Charge> *operation) { gateway->createCharge(request, operation); },
            host.get(), [&results](const rastro::Result<rastro::Charge> &result) { results.append(result); });
    }
};
