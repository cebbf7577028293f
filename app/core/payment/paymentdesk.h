// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/rosterholder.h"
#include "core/desk/dueloop.h"
#include "core/payment/paymentbook.h"
#include "core/ports/database.h"
#include "core/ports/plugincalls.h"
#include "core/ports/wording.h"

#include <QtCore/QObject>
#include <QtCore/QSet>

namespace rastro::core {

/// Drives every payment that is due: asks the gateway for the charge, asks again for its state, lets it expire. What is
/// due is in the rows; killing the process loses nothing. Core thread only.
class PaymentDesk : public QObject
{
    Q_OBJECT

public:
    PaymentDesk(Database &database, PluginCalls &plugins, const RosterHolder &roster, const Wording &wording,
                QUrl publicUrl, Clock &clock, QObject *parent = nullptr);

    /// Delivery links lead to this address from now on.
    void setPublicUrl(const QUrl &url) { m_publicUrl = url; }

    void kick() { m_loop.kick(); }
    void stop() { m_loop.stop(); }

Q_SIGNALS:
    /// Rows were committed that other desks may want to look at: messages, conversions, attachments.
    void changed();

private:
    using Apply = std::function<void(PaymentBook &, PaymentRow &)>;

    void round(const DueLoop::Done &done);
    void drive(const PaymentRow &row);
    /// `row` says since just now that the gateway is asked.
    void create(const PaymentRow &row);
    void ask(const PaymentRow &row);
    /// Whether the gateway has made the charge is not known: it is asked for it before it is asked to make it again.
    void recover(const PaymentRow &row, const GatewayCapabilities &capabilities);
    void answered(const PaymentRow &row, const Result<ChargeSnapshot> &answer);
    /// Asks the gateway once more, if nobody else has meanwhile.
    void again(const PaymentRow &row);
    /// May the gateway be asked once more for a charge that it does not know?
    [[nodiscard]] bool mayCreateAgain(const PaymentRow &row) const;
    /// Loads the row as it is now, applies one step of the book in a transaction, and tells whoever cares. If the step
    /// said that the gateway is asked, it is; otherwise the payment is free again.
    void write(qint64 paymentId, Apply step);
    /// Nothing is under way for the payment any more; if it became due meanwhile, it is driven on.
    void release(const PaymentRow &row);

    Database &m_database;
    PluginCalls &m_plugins;
    const RosterHolder &m_roster;
    const Wording &m_wording;
    QUrl m_publicUrl;
    Clock &m_clock;
    DueLoop m_loop;
    QSet<qint64> m_inFlight; ///< At most one call per payment at a time.
    QSet<qint64> m_dueAgain; ///< Of these, those that became due meanwhile: a notice came, the buyer pressed "paid".
};

} // namespace rastro::core
