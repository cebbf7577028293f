// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/click.h"
#include "storage/row.h"

namespace rastro::storage {

/// A row of table `clicks`. Throws core::StorageFailure if its token is not one.
[[nodiscard]] Click readClick(const Row &row);

/// The same of its token alone.
[[nodiscard]] TrackingToken readClickToken(const Row &row);

/// Writes the columns of statement "click.write", in their order, behind a number if the database has one.
void writeClick(RowWriter &writer, qint64 workspaceId, const Click &click);

} // namespace rastro::storage
