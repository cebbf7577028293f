// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/secretbox.h"

namespace rastro::storage {

/// Reads the 32 bytes of a key file; makes the file, readable by its owner only, if it is not there. Errors:
/// "secrets.exposed" if others may read it, "secrets.key" if it is damaged, "secrets.file" if it can be neither read
/// nor made.
[[nodiscard]] Result<SecretBox> openKeyFile(const QString &path);

/// A key as an environment variable or a credential file carries it: 64 hex digits, white space around them ignored.
[[nodiscard]] Result<SecretBox> keyFromText(const QByteArray &text);

} // namespace rastro::storage
