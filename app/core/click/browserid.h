// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace rastro::core {

/// The form of Meta's first-party cookies (Conversions API, "fbp and fbc parameters"):
/// `fb.<subdomain index>.<creation time, 13 digits of milliseconds>.<payload>`. Meta's own libraries may put a suffix
/// of 2 or 8 characters behind one more dot; it belongs to the value.

/// Longest fbclid that is taken for one, in bytes. Real ones have 60 to 500; a longer one is refused and never cut,
/// since a cut one is another one.
inline constexpr qsizetype MaxClickId = 2048;

/// Whether `value` can be a `_fbp` cookie: the payload is digits.
[[nodiscard]] bool isFbp(QStringView value);
/// Whether `value` can be a `_fbc` cookie.
[[nodiscard]] bool isFbc(QStringView value);
/// Whether the `_fbc` cookie `fbc` was made from exactly this fbclid. Case matters.
[[nodiscard]] bool isFbcOf(QStringView fbc, QStringView fbclid);
/// What `_fbc` would be for an fbclid that was first seen then, where no browser has made one: index 1, as Meta says
/// for values made by a server.
[[nodiscard]] QString fbcFrom(const QString &fbclid, qint64 firstSeenMs);

} // namespace rastro::core
