// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/click.h"

#include <optional>

namespace rastro {

/// Which rule found the token of a user. Recorded with every binding; ARCHITECTURE.md, "Attribution rules".
enum class AttributionRule {
    Organic,         ///< No click is known: explicitly organic.
    UserFbclid,      ///< Rule 0: the user had an fbclid but no token; the token was found by that fbclid.
    StartToken,      ///< Rule 1: the start parameter is the token of a known click.
    StartFbclid,     ///< Rule 2: the start data carry an fbclid that a click has.
    StoredFbclid,    ///< Rule 3: the stored bot_users.fbclid, while there is no token.
    ReturningFbclid, ///< At the redirect: a click with the fbclid of an earlier, bound click or of a user.
    ReturningVisitor ///< At the redirect: a click with the visitor cookie of an earlier, bound click.
};

/// "start_token" and so on: the form that is stored and printed.
[[nodiscard]] RASTRO_SDK_EXPORT QString ruleName(AttributionRule rule);
[[nodiscard]] RASTRO_SDK_EXPORT std::optional<AttributionRule> ruleFromName(QStringView name);

/// A person pressed Start. Emitted again after a deadline or a crash until a TokenBinding with this startId came.
struct Start
{
    qint64 startId = 0;
    qint64 botId = 0;
    qint64 telegramUserId = 0;
    QString parameter;                  ///< What followed /start. Anybody can type anything here.
    std::optional<TrackingToken> token; ///< The user's token before this start.
    QString fbclid;                     ///< The user's fbclid before this start.
    Micros at = 0;
};

/// The tracking plugin's answer to a Start: exactly one each, organic included.
struct TokenBinding
{
    qint64 startId = 0;
    AttributionRule rule = AttributionRule::Organic;
    std::optional<Click> click; ///< The click that was found. None: organic, or the user keeps what it has.
    QString reason;             ///< One sentence for the trail: why this rule answered, or why none did.
};

/// What is frozen on a payment when it is made.
struct PaymentAttribution
{
    qint64 paymentId = 0;
    std::optional<TrackingToken> token; ///< None: organic.
    QString fbclid;
    QString fbp;
    QString fbc;
    Utm utm;
    QString pageviewEventId;
    qint64 poolId = 0; ///< 0: no pool.
    QString reason;    ///< One sentence for the trail.
};

} // namespace rastro

Q_DECLARE_METATYPE(rastro::Start)
Q_DECLARE_METATYPE(rastro::TokenBinding)
Q_DECLARE_METATYPE(rastro::PaymentAttribution)
