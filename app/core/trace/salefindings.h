// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/finding.h"
#include "core/trace/tracefacts.h"

namespace rastro::core {

/// Everything about one payment, field by field: the click it carries, the payment, what was reported and delivered.
/// Pure.
[[nodiscard]] QList<Finding> findingsOf(const PaymentFacts &facts, const TraceWorld &world);

/// Why a payment that is not settled has no events and no delivery yet. Pure.
[[nodiscard]] Why whyNotYet(const PaymentRow &row);

/// What became of the payment's events and of its delivery: the end of the list above. Pure.
[[nodiscard]] QList<Finding> findingsOfWhatGoesOut(const PaymentFacts &facts, const TraceWorld &world);

/// What became of one row of the outbox of pixels. Pure.
[[nodiscard]] Finding findingOf(const ConversionRow &row);

} // namespace rastro::core
