// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <rastro/result.h>

#include <QtCore/QJsonObject>

namespace rastro::sandbox {

/// How a create goes wrong.
enum class CreateFault {
    None,
    Timeout,     ///< "timeout": the charge is made, the answer never comes.
    Garbage,     ///< "garbage": the charge is made, the answer is 201 with a body that is not JSON.
    ServerError, ///< "server_error": 500, nothing is made.
    RateLimited, ///< "rate_limited": 429 with Retry-After, nothing is made.
    Refused      ///< "refused": 422, nothing is made, final.
};

/// How the bank treats charges: the default is a bank without flaws. All fields are keys of POST /sandbox/behaviour.
struct BankBehaviour
{
    CreateFault createFault = CreateFault::None; ///< "create_fault"
    int createFaultCount = 1;      ///< "create_fault_count": so many creates fail, then all goes well; -1: all of them.
    int retryAfterSeconds = 1;     ///< "retry_after_seconds": told with a 429.
    bool idempotent = true;        ///< "idempotent": false: each create makes a charge, whatever its reference.
    bool paidBeforeAnswer = false; ///< "paid_before_answer": paid, and the notice sent, before the create is answered.
    int unpaidClaims = 0;          ///< "unpaid_claims": at the create, so many rightly signed notices claim it is paid.
    int forgedClaims = 0;          ///< "forged_claims": the same with a wrong signature.
    qint64 noticeDelayMs = 0;      ///< "notice_delay_ms": between the payment and its notice.
    int noticeCopies = 1;          ///< "notice_copies": each notice is sent so often.
    bool noticeLost = false;       ///< "notice_lost": no notice of the payment is sent.
    bool noticeForged = false;     ///< "notice_forged": the payment's notices have a wrong signature.
    bool noticeOutOfOrder = false; ///< "notice_out_of_order": "charge.awaiting" follows "charge.paid".
    qint64 paysMinor = 0;          ///< "pays_minor": the payer sends this instead of the amount; 0: the amount.
    QString paysCurrency;          ///< "pays_currency": the money arrives in this currency; empty: the charge's.
    bool acceptsExpired = false;   ///< "accepts_expired": an expired code can still be paid.

    /// Changes what `json` names. Error: "behaviour.malformed", naming the key; then nothing is changed.
    [[nodiscard]] Result<void> apply(const QJsonObject &json);
    [[nodiscard]] QJsonObject toJson() const;

    friend bool operator==(const BankBehaviour &, const BankBehaviour &) = default;
};

} // namespace rastro::sandbox
