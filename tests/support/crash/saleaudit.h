// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crash/buyer.h"

#include "storage/sqldatabase.h"

namespace rastro::test {

/// Compares what an installation has stored with what the outside world has counted: what must hold after any death.
/// Looks beside a running server, as `rastro trace` does.
class SaleAudit
{
public:
    SaleAudit(OutsideWorld &world, const QString &dataFolder, const QString &database = {});

    /// A sentence for everything that is wrong with this buyer's one sale; none: all is well.
    [[nodiscard]] QStringList faultsOf(const Buyer &buyer);
    /// How many messages of this buyer's chat came more than once.
    [[nodiscard]] qsizetype repeatedMessages(const Buyer &buyer) const;

private:
    /// What the database says of one person.
    struct Stored
    {
        QStringList lostClicks;
        std::optional<core::BotUser> user;
        QList<core::PaymentRow> payments;
        QList<core::ConversionRow> conversions; ///< Of the first payment, as the following.
        QList<core::MessageRow> messages;
        QList<core::TrailEntry> trail;
        bool hasWaitingUpdates = false;
    };

    [[nodiscard]] Stored read(const Buyer &buyer);
    void judgePayment(const Stored &stored, const Buyer &buyer);
    void judgeBank(const Buyer &buyer);
    void judgeMeta(const Stored &stored, const Buyer &buyer);
    void judgeChat(const Stored &stored, const Buyer &buyer);
    void check(bool holds, const QString &fault);

    OutsideWorld &m_world;
    std::unique_ptr<storage::SqlDatabase> m_database;
    QStringList m_faults;
};

} // namespace rastro::test
