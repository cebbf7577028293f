// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <rastro/charge.h>
#include <rastro/httpclient.h>

namespace rastro::gateway {

/// Reads the answer to a create: a charge with our reference and our amount, and a Pix code that is whole. Otherwise
/// "sandbox.garbage" with the outcome open. `now` is for Retry-After.
[[nodiscard]] Result<Charge> readCreated(const HttpAnswer &answer, const ChargeRequest &asked, Micros now);

/// Reads the answer to a fetch. A 404 for an id and an empty list for a reference are an answer: `exists` is false. Of
/// several charges with one reference a paid one counts, else the newest.
[[nodiscard]] Result<ChargeSnapshot> readSnapshot(const HttpAnswer &answer, const ChargeReference &asked, Micros now);

/// Reads the answer to a refund.
[[nodiscard]] Result<Refund> readRefund(const HttpAnswer &answer, const RefundRequest &asked, Micros now);

} // namespace rastro::gateway
