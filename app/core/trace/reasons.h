// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QList>
#include <QtCore/QString>

namespace rastro::core {

/// How much a finding matters.
enum class Severity {
    Ok,      ///< The field is there.
    Note,    ///< It is missing and nothing is wrong: an organic buyer, a payment that is not paid yet.
    Warning, ///< Attribution is poorer than it could be, and the operator can change that.
    Trouble  ///< Something is broken.
};

/// "ok", "note", "warning" or "trouble": the form that is printed.
[[nodiscard]] QString severityName(Severity severity);

/// Why a field of a sale, a person or a click is empty, or not as it should be.
enum class Why {
    // No tracking token.
    AttributionPending,
    TrackingAbsent,
    TokenDropped,
    BoundAfterPayment,
    ClickedForOtherBot,
    NeverStarted,
    OpenedDirectly,
    TokenUnknown,
    ClickLost,
    ClickErased,
    FbclidUnknown,
    ParameterForeign,
    // What hangs on the click.
    NoClick,
    ClickGone,
    Erased,
    Repeated,
    NotAttached,
    FbclidMissing,
    FbclidRefused,
    LinkShared,
    OtherNetwork,
    NoFbclid,
    DirectMode,
    BridgeWithoutPixel,
    CookieBlocked,
    CookieRefused,
    ConsentDenied,
    ReportedAfterPayment,
    ClickWithoutPool,
    UtmMissing,
    UtmPartial,
    UtmUnexpanded,
    AddressUnknown,
    AddressPrivate,
    AddressNotKept,
    UserAgentMissing,
    NotAPerson,
    NotStarted,
    // The payment.
    NotPaid,
    PaidWaits,
    Expired,
    Canceled,
    GatewayRefused,
    OutcomeUnknown,
    AmountMismatch,
    ChargeMissing,
    // What is reported and delivered.
    PixelMissing,
    PixelOnlyOnPool,
    EventNotQueued,
    EventWaiting,
    EventRetrying,
    PixelUnauthorised,
    EventWithheld,
    EventRefused,
    EventTooOld,
    EventUncertain,
    DeliveryMissing,
    DeliveryWaiting,
    DeliveryFailed,
    DeliveryExpired,
    BuyerBlockedBot,
    PageNotOpened
};

/// A reason in words.
struct Reason
{
    Why why;
    Severity severity;
    QString code;   ///< Stable, for machines: "opened_directly". docs/explanations.md lists them all.
    QString text;   ///< One sentence; may hold %1: what the vendor, the gateway or Telegram said.
    QString remedy; ///< What to do; empty if there is nothing to do.
};

[[nodiscard]] const Reason &reasonFor(Why why);
/// Every reason there is, each once.
[[nodiscard]] const QList<Reason> &allReasons();

} // namespace rastro::core
