// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chargedesk.h"

namespace rastro::sandbox {

/// What happened at the bank, to be compared with what should have: a test counts effects here.
struct BankCounts
{
    int charges = 0;     ///< Charges made.
    int createCalls = 0; ///< Creates that were heard, repetitions included, faults before the effect not.
    int payments = 0;
    int refunds = 0;
    int notices = 0; ///< Notices posted, copies and forgeries included.

    [[nodiscard]] QJsonObject toJson() const;
    friend bool operator==(const BankCounts &, const BankCounts &) = default;
};

/// A PIX bank for demonstrations and tests: issues valid BR Codes, is paid by a call, and misbehaves on demand. Plain
/// values in and out: whoever mounts it on an HTTP server must let only this machine reach it, and decides the limits.
/// Core thread only; saving blocks on the ledger. The API is described in plugins/gateways/sandbox/README.md.
class SandboxBank
{
public:
    /// The references outlive the bank. `post` is given the notices that are due.
    SandboxBank(const BankSettings &settings, Clock &clock, BankLedger &ledger, NoticePost &post);
    Q_DISABLE_COPY_MOVE(SandboxBank)

    /// Reads the ledger and takes up the notices that an earlier bank still owed. Call once, first.
    [[nodiscard]] Result<void> open();

    /// Answers one request. `path` is decoded and begins with /sandbox/; `query` is raw; headers' names are in lower
    /// case. Never fails: an unknown path is a 404, a wrong method a 405 with Allow, a wrong key a 401.
    [[nodiscard]] BankAnswer handle(const QByteArray &method, const QString &path, const QByteArray &query,
                                    const BankHeaders &headers, const QByteArray &body);

    [[nodiscard]] QList<BankCharge> charges() const { return m_book.all(); }
    [[nodiscard]] BankCounts counts() const;
    /// Of the charges with this reference.
    [[nodiscard]] BankCounts counts(const QString &reference) const;

private:
    struct Route;
    struct Call;
    static const QList<Route> &routes();

    [[nodiscard]] bool isKeyRight(const BankHeaders &headers) const;
    [[nodiscard]] BankAnswer create(const Call &call);
    [[nodiscard]] BankAnswer list(const Call &call);
    [[nodiscard]] BankAnswer find(const Call &call);
    [[nodiscard]] BankAnswer refund(const Call &call);
    [[nodiscard]] BankAnswer pay(const Call &call);
    [[nodiscard]] BankAnswer behave(const Call &call);
    [[nodiscard]] BankAnswer count(const Call &call);

    BankSettings m_settings;
    ChargeBook m_book;
    BehaviourBook m_behaviours;
    NoticeDesk m_notices;
    PayDesk m_payDesk;
    ChargeDesk m_chargeDesk;
};

} // namespace rastro::sandbox
