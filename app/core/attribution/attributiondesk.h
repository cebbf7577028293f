// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/rosterholder.h"
#include "core/desk/dueloop.h"
#include "core/ports/database.h"
#include "core/ports/plugincalls.h"

#include <QtCore/QObject>

namespace rastro::core {

/// Makes the signals towards tracking plugins durable: every start and payment whose attribution is pending is emitted,
/// and emitted again after a deadline or a crash, until the plugin's answer is stored. Core thread only.
class AttributionDesk : public QObject
{
    Q_OBJECT

public:
    AttributionDesk(Database &database, PluginCalls &plugins, const RosterHolder &roster, const ShopHolder &shop,
                    Clock &clock, QObject *parent = nullptr);

    /// A start whose click is on its way is not answered yet: if a redirect made its token within the last hour and its
    /// click is not there, for five minutes; else as long as `isAwaited` says so. It is looked at again when clicks
    /// have come, and every ten seconds.
    void awaitClicks(std::function<bool(const StartRow &)> isAwaited) { m_isAwaited = std::move(isAwaited); }
    void clicksCame();

    void kick();
    void stop();

Q_SIGNALS:
    /// Conversions may have entered the outbox.
    void changed();

private:
    void startRound(const DueLoop::Done &done);
    void paymentRound(const DueLoop::Done &done);
    void emitStart(const StartRow &row, const std::optional<BotUser> &user);
    void bound(qint64 botId, const TokenBinding &binding);
    void attached(qint64 botId, const PaymentAttribution &attribution);
    [[nodiscard]] qint64 workspaceOf(qint64 botId) const;

    Database &m_database;
    PluginCalls &m_plugins;
    const RosterHolder &m_roster;
    const ShopHolder &m_shop;
    Clock &m_clock;
    std::function<bool(const StartRow &)> m_isAwaited = [](const StartRow &) { return false; };
    bool m_awaits = false; ///< Some start waits for a click.
    DueLoop m_starts;
    DueLoop m_payments;
};

} // namespace rastro::core
