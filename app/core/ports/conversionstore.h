// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/conversionevent.h"

#include <QtCore/QList>
#include <optional>

namespace rastro::core {

/// To whom a plugin is enabled: a bot, or (a pixel) a redirect pool.
struct PluginScope
{
    enum Kind { Bot, Pool };
    Kind kind = Bot;
    qint64 id = 0;
    friend auto operator<=>(const PluginScope &, const PluginScope &) = default;
};

/// Table `conversions`: the outbox of pixels. Unique by (destination, event name, event id) and by (destination, event
/// name, payment).
struct ConversionRow
{
    qint64 id = 0;
    qint64 workspaceId = 0;
    PluginScope scope; ///< Whose plugin instance sends it.
    QString pluginId;
    QString destination; ///< PixelPlugin::destination().
    EventName name = EventName::PageView;
    QString eventId;
    Micros at = 0; ///< When it happened.
    QString token; ///< Click it belongs to; empty: organic.
    qint64 botId = 0;
    qint64 telegramUserId = 0;
    qint64 paymentId = 0;
    QString state =
        QStringLiteral("pending"); ///< "pending", "sent", "dead", "stopped" (waits for credentials), "withheld".
    int attempts = 0;
    Micros runAt = 0;
    qint64 fence = 0;        ///< Grows with every claim; a stale finish changes nothing.
    QString answer;          ///< The vendor's last answer, redacted.
    Micros firstTriedAt = 0; ///< When it may first have reached the vendor; 0: never.
};

class ConversionStore
{
public:
    virtual ~ConversionStore() = default;

    /// False if a row with the same meaning was there already.
    virtual bool add(const ConversionRow &row) = 0;
    /// Claims due rows (state pending, run_at <= now) of one group: all with the same scope, plugin and event name.
    /// Purchases go first, however many other events wait; then the oldest due group. Leased until `leaseUntil`; a row
    /// whose lease has passed is due again.
    [[nodiscard]] virtual QList<ConversionRow> claimDue(Micros now, Micros leaseUntil, int limit) = 0;
    /// Finishes a claimed row. False, and nothing happens, if the fence has moved on. `runAt` matters for "pending"
    /// only.
    virtual bool finish(const ConversionRow &row, const QString &state, const QString &answer, Micros runAt) = 0;
    /// Makes rows that stopped for want of credentials due again (settings were changed).
    virtual void resume(const PluginScope &scope, const QString &pluginId, Micros now) = 0;
    [[nodiscard]] virtual std::optional<Micros> nextDue() = 0;
    /// Makes claimed, unfinished rows due that this node claimed last (core/desk/leases.h). Those that wait for another
    /// reason go on waiting.
    virtual void releaseLeases(const QString &node, Micros now) = 0;
    [[nodiscard]] virtual QList<ConversionRow> byPayment(qint64 paymentId) = 0;
    [[nodiscard]] virtual QList<ConversionRow> byToken(qint64 workspaceId, const QString &token) = 0;
    /// Rows per state, for doctor and metrics.
    [[nodiscard]] virtual QMap<QString, qint64> countByState() = 0;
};

} // namespace rastro::core
