// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/paymentstore.h"
#include "storage/statement.h"

namespace rastro::storage {

/// A row of `payments` as the core sees it.
[[nodiscard]] core::PaymentRow readPayment(const Row &row);

/// What is agreed when the payment is made, and never changes.
void bindAgreed(Statement &statement, const core::PaymentRow &row);

/// What changes during the payment's life.
void bindChanging(Statement &statement, const core::PaymentRow &row, Micros now);

} // namespace rastro::storage
