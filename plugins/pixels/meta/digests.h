// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QStringList>
#include <functional>

namespace rastro::meta {

/// Is this a digest already: 64 (SHA-256) or 32 (MD5) hex digits, in any case? Meta's own implementations pass such a
/// value through, in lower case, instead of hashing it twice.
[[nodiscard]] bool isDigest(QStringView text);

/// SHA-256 of the UTF-8 bytes, as 64 lower-case hex digits. Never call it with an empty text: the hash of nothing is
/// the same for everybody (e3b0c442…), and Meta would match strangers by it.
[[nodiscard]] QString sha256Hex(const QString &text);

/// Turns the normalised forms of a value into what is sent.
using Rule = std::function<QStringList(const QString &)>;

/// The digests of `raw` by a rule of normalisation.h or places.h: each once, empty forms left out. A digest is passed
/// through. An empty list means: leave the field out.
[[nodiscard]] QStringList digests(const QString &raw, const Rule &rule);

} // namespace rastro::meta
