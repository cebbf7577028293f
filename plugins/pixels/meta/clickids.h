// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

/// The two browser ids of Meta, `fbc` and `fbp`: version.subdomainIndex.creationTime.payload (Meta, Conversions API,
/// "fbp and fbc parameters"). Neither is ever hashed, lower-cased, trimmed or made up. Pure functions.
namespace rastro::meta {

/// `fbc` as Meta accepts it: fb, an index, 13 digits of milliseconds, a click id without dots or spaces; made no later
/// than 5 minutes from now and not more than 90 days ago. Otherwise empty: Meta refuses the whole event for a bad one
/// (2804001, "Click ID Incorrectly Formatted").
/// A fifth part, which Meta's parameter builders append to name their language and version, is cut off.
[[nodiscard]] QString acceptableFbc(const QString &fbc, qint64 nowMs);

/// `fbp` as the pixel writes it: fb, an index, 13 digits of milliseconds, a number. Otherwise empty. The same fifth
/// part is cut off.
[[nodiscard]] QString acceptableFbp(const QString &fbp);

/// The fbc of a click: the cookie's, if its last part is this fbclid (or if there is no fbclid), else
/// fb.1.<first seen ms>.<fbclid>; 1 is the index "if you generate this field on a server and don't save an _fbc
/// cookie". Empty without a cookie and an fbclid.
[[nodiscard]] QString fbcOfClick(const QString &cookie, const QString &fbclid, qint64 firstSeenMs);

} // namespace rastro::meta
