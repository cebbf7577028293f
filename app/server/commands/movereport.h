// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/transfer/transfer.h"

#include <QtCore/QJsonObject>
#include <QtCore/QStringList>

namespace rastro::server {

/// What `rastro migrate` prints: a table of rows, last ids and money on both sides, and of every other figure that
/// differs; then a sentence. Pure.
[[nodiscard]] QStringList moveLines(const storage::TransferReport &report);

/// {"equal", "resumed", "started_anew", "figures": [{"table", "what", "from", "to"}]}: all figures. Pure.
[[nodiscard]] QJsonObject moveJson(const storage::TransferReport &report);

} // namespace rastro::server
