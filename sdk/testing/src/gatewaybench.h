// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/testing/gatewaycontract.h"

#include <QtTest/QTest>

namespace rastro::testing {

/// A bot with the gateway on it, and its calls.
struct GatewayContract::Bench
{
    GatewayContract &contract;
    std::unique_ptr<FakeBot> bot;
    std::unique_ptr<PluginInstance> instance;
    PaymentGatewayPlugin *gateway = nullptr;

    explicit Bench(GatewayContract &suite)
        : contract(suite)
        , bot(suite.makeBot())
    {
        suite.answerNormally(*bot);
        auto made = suite.plugin().create(*bot);
        if (!made)
            qFatal("the plugin refuses its settings: %s", qPrintable(made.error().message));
        instance = std::move(*made);
        gateway = qobject_cast<PaymentGatewayPlugin *>(instance.get());
        if (!gateway)
            qFatal("the plugin's instance is no PaymentGatewayPlugin");
    }

    [[nodiscard]] ChargeRequest chargeRequest(int number = 1) const
    {
        const auto able = gateway->capabilities();
        ChargeRequest request;
        request.reference = sample::payment(number).reference;
        request.amount = {std::max<qint64>(1997, able.minimumMinor), able.currency};
        request.description = QStringLiteral("VIP");
        request.expiresAt = bot->clock().now() + 1'800'000'000;
        request.noticeUrl = bot->noticeUrl();
        return request;
    }

    /// Calls createCharge and waits for its end.
    void create(Watched<Charge> &operation, int number = 1) const
    {
        gateway->createCharge(chargeRequest(number), operation.get());
        settle(*bot);
    }
    void fetch(Watched<ChargeSnapshot> &operation, const ChargeReference &charge) const
    {
        gateway->fetchCharge(charge, operation.get());
        settle(*bot);
    }
    void refund(Watched<Refund> &operation, const QString &gatewayId) const
    {
        gateway->refund({gatewayId, QStringLiteral("refund-1"), chargeRequest().amount}, operation.get());
        settle(*bot);
    }
};

} // namespace rastro::testing
