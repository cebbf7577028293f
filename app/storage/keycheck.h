// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace rastro::storage {

class Connection;

/// Makes sure that this installation's secrets were sealed with the connection's key: a sample is stored with the first
/// start. Throws StorageFailure "storage.wrong_key" before anything could be lost or overwritten.
void checkKey(Connection &connection);

} // namespace rastro::storage
