// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/testdatabase.h"
#include "funnel/shopper.h"

namespace rastro::test {

/// A whole installation in the test's process, with what a test of trouble needs: a second bot whose charges expire
/// after seconds, a bank that misbehaves, a look at what was stored. Waits by running the event loop.
class Shopfront
{
public:
    static constexpr char SecondBot[] = "second_bot";
    static constexpr int SecondBotsExpiry = 2; ///< Seconds that a charge of the second bot can be paid for.

    /// Starts everything; false with a message on standard error.
    [[nodiscard]] bool open();
    [[nodiscard]] server::DemoInstallation &demo() { return *m_demo; }

    /// Applies a shop in which the second bot's only offer has this price, and waits until the server sells by it.
    [[nodiscard]] bool sellOnSecondBot(qint64 price);
    /// Keys of POST /sandbox/behaviour, for all charges from now on; before that it is put back to a bank without
    /// flaws.
    void bankBehaves(QJsonObject behaviour = {});
    /// Presses a button that carries any data: one that was never sent, or was sent to somebody else.
    void press(qint64 personId, const QString &data);
    /// Data of the first button of the newest offers that a person was shown.
    [[nodiscard]] QString offerButton(qint64 personId, const QString &botUsername = {});
    /// Texts and captions that the bot sent, oldest first.
    [[nodiscard]] QStringList texts(qint64 personId, const QString &botUsername = {});
    /// Links under the bot's messages: the deliveries.
    [[nodiscard]] QStringList links(qint64 personId);

    /// Trail of a payment, of one kind of step.
    [[nodiscard]] QList<core::TrailEntry> steps(const core::PaymentRow &payment, const QString &step);
    /// First value of what a statement gives, as an operator would ask for it beside the running server.
    [[nodiscard]] QVariant peek(const QString &statement) const { return m_where.peek(statement); }

    template <class R>
    R read(std::function<R(core::UnitOfWork &)> work)
    {
        const auto value = server::wait<R>(m_demo->runtime().database(), std::move(work));
        return value ? *value : R{};
    }

private:
    [[nodiscard]] QList<sandbox::ChatLine> lines(qint64 personId, const QString &botUsername);

    TestDatabase m_where;
    std::unique_ptr<server::DemoInstallation> m_demo;
};

} // namespace rastro::test
