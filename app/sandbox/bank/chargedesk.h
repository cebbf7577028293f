// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chargerequest.h"
#include "paydesk.h"

namespace rastro::sandbox {

/// The seller's side of the bank: charges are made, looked up and refunded. All references outlive it.
class ChargeDesk
{
public:
    ChargeDesk(ChargeBook &book, BehaviourBook &behaviours, NoticeDesk &notices, PayDesk &payDesk, const Clock &clock,
               const BankSettings &settings);

    /// POST /sandbox/charges. 201 with the charge; 200 if a charge with this reference and amount is there already; 409
    /// if its amount differs; 400 for a malformed body; or the fault that was asked for.
    [[nodiscard]] BankAnswer create(const QJsonObject &body);
    /// GET /sandbox/charges/{id}: 200 or 404.
    [[nodiscard]] BankAnswer find(const QString &id) const;
    /// GET /sandbox/charges?reference=…: 200 {"charges": [ … ]}, oldest first, empty if there is none.
    [[nodiscard]] BankAnswer list(const QString &reference) const;
    /// POST /sandbox/charges/{id}/refunds {"refund_id", "minor"}: 201; 200 if this refund is there already; 404, 409 if
    /// the charge is not paid or the refund_id is another amount's, 422 if more would go back than came in.
    [[nodiscard]] BankAnswer refund(const QString &id, const QJsonObject &body);

private:
    [[nodiscard]] BankAnswer createAsked(const BankChargeRequest &request);
    [[nodiscard]] BankAnswer repeat(BankCharge charge, const BankChargeRequest &request);
    [[nodiscard]] Result<BankCharge> newCharge(const BankChargeRequest &request) const;

    ChargeBook &m_book;
    BehaviourBook &m_behaviours;
    NoticeDesk &m_notices;
    PayDesk &m_payDesk;
    const Clock &m_clock;
    const BankSettings &m_settings;
};

} // namespace rastro::sandbox
