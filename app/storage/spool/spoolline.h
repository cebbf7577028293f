// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/arrival.h"

namespace rastro::storage {

/// A click as a line of the spool: 16 hex digits of a SHA-256, a space, JSON, a line feed. Pure.
[[nodiscard]] QByteArray spoolLine(const core::Arrival &arrival);

/// Reads such a line, without its line feed. None: it was cut off, or changed. Pure.
[[nodiscard]] std::optional<core::Arrival> readSpoolLine(const QByteArray &line);

} // namespace rastro::storage
