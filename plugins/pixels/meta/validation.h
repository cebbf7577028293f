// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/conversionevent.h"

#include <QtCore/QJsonObject>
#include <optional>

namespace rastro::meta {

/// Why Meta would refuse this event, found without asking: it says little about what was wrong and drops a whole batch
/// for one bad event. `json` is serverEvent(event). Nothing: it can be sent. Pure.
///
/// All errors are of class GiveUp: "meta.too_old" (over 7 days, 2804003), "meta.no_event_id", "meta.no_match_keys"
/// (2804050), "meta.no_value" (2804009), "meta.currency" (2804010), "meta.value". The numbers are Meta's subcodes for
/// the same.
[[nodiscard]] std::optional<Error> reasonNotToSend(const ConversionEvent &event, const QJsonObject &json, Micros now);

/// Why the person's word forbids to report this event. Meta demands something that identifies the person in each event,
/// so there is no lesser form to send; Limited Data Use is for residents of the United States and no substitute.
/// Errors of class Withhold: "meta.consent_denied", "meta.consent_missing". Nothing: it may be reported. Pure.
[[nodiscard]] std::optional<Error> reasonOfConsent(Consent consent, bool isRequired);

} // namespace rastro::meta
