// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/demo/demoinstallation.h"

#include <QtTest/QTest>

namespace rastro::test {

/// One person with a browser and a Telegram app, who goes through a whole installation by its real doors. Waits by
/// running the event loop; every wait has an end.
class Shopper
{
public:
    Shopper(server::DemoInstallation &demo, qint64 telegramId, QString botUsername = {});

    /// Follows the ad's link in the browser (its cookies are kept). Returns the token of the Telegram link; empty:
    /// none.
    QString click(const QByteArray &query, const QByteArray &slug = "demo");
    /// Opens t.me/<bot>?start=<parameter> and presses Start. Waits until the tracking plugin's answer is stored.
    bool start(const QString &parameter = {});
    /// Presses the offer's button under the newest greeting, and waits for a new PIX code.
    QString buy(int offer = 0);
    /// Pays the code at the bank.
    bool pay(const QString &code);
    /// All of it: buys, pays, waits until the payment is paid. The payment's row.
    std::optional<core::PaymentRow> purchase(int offer = 0);

    [[nodiscard]] std::optional<core::BotUser> user();
    [[nodiscard]] QList<core::PaymentRow> payments();
    [[nodiscard]] QList<core::Touch> touches();
    /// What Meta's stand-in received from servers with this name for this payment.
    [[nodiscard]] QList<sandbox::MetaEvent> eventsOf(const core::PaymentRow &payment, const QString &name);

    QByteArray cookies; ///< The browser's, as a Cookie header.

    template <class R>
    R read(std::function<R(core::UnitOfWork &)> work)
    {
        const auto value = server::wait<R>(m_demo.runtime().database(), std::move(work));
        return value ? *value : R{};
    }

private:
    [[nodiscard]] sandbox::SandboxBot &bot();
    [[nodiscard]] qint64 botRow();
    [[nodiscard]] QList<sandbox::ChatLine> lines();
    [[nodiscard]] QString newestCode();

    server::DemoInstallation &m_demo;
    qint64 m_person;
    QString m_bot;
};

/// Runs the event loop until `condition` holds, at most `atMost`. Whether it held.
bool waitUntil(const std::function<bool()> &condition, std::chrono::milliseconds atMost = std::chrono::seconds(15));

} // namespace rastro::test
