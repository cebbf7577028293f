// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QStringList>

/// How data about a person are brought into one form before they are hashed: two spellings of the same person must give
/// the same hash as on Meta's side. The rules are those of Meta, Conversions API, "Customer information parameters", in
/// the reading of Meta's own parameter builder; each function says where it differs and why.
///
/// Pure functions: text in, the forms to hash out. An empty list means: leave the field out.
namespace rastro::meta {

/// `em`: trimmed, lower case. Addresses with anything but ASCII are dropped, as the parameter builder does.
[[nodiscard]] QStringList normalisedEmail(const QString &text);

/// `ph`: ASCII digits only, country code first, no leading zeros, 7 to 15 digits (E.164).
/// Without `defaultCountryCode` exactly as the parameter builder. With one, a number that was written without a country
/// code gets it: "11 91234-5678" would otherwise be hashed as the American +1 191 234 5678. Numbers that begin with '+'
/// or 00 have theirs already.
[[nodiscard]] QStringList normalisedPhone(const QString &text, const QString &defaultCountryCode = {});

/// `fn`, `ln`: NFC, lower case, without whitespace and ASCII punctuation; accents stay. Without any letter: dropped.
[[nodiscard]] QStringList normalisedName(const QString &text);

/// `ge`: "f" or "m", from f, female, m and male in any case. Anything else is dropped, never guessed.
[[nodiscard]] QStringList normalisedGender(const QString &text);

/// `db`: YYYYMMDD. Reads 1997-02-16, 19970216, and 16/02/1997 or 2/16/1997 where one of the two numbers cannot be a
/// month. The parameter builder reads 02/03/1997 as February the third; here an ambiguous date is dropped.
[[nodiscard]] QStringList normalisedBirthDate(const QString &text);

/// `external_id`: lower case, without whitespace. The browser pixel is given the same string's SHA-256.
[[nodiscard]] QStringList normalisedExternalId(const QString &text);

} // namespace rastro::meta
