// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QStringList>

/// Normalisation of addresses, as normalisation.h does it for persons; the same source. Pure functions; an empty list
/// means: leave the field out.
namespace rastro::meta {

/// `ct`: accents folded, then only a–z and 0–9: "São Paulo" is "saopaulo". (Meta's parameter builder drops the accented
/// letter and makes "sopaulo" of it; the folded form is what all implementations make of "Sao Paulo".)
[[nodiscard]] QStringList normalisedCity(const QString &text);

/// `st`: the two-letter code of a state of Brazil or the United States or of a province of Canada, from its code or its
/// name; elsewhere the folded name ("Normalize states outside the U.S. in lowercase with no punctuation, no special
/// characters, and no spaces").
[[nodiscard]] QStringList normalisedState(const QString &text);

/// `zp`: lower case, without whitespace, cut at '-'; at least two characters. A Brazilian CEP gives both "01310" and
/// "01310100", since Meta's own implementations make either of it, depending on the hyphen.
[[nodiscard]] QStringList normalisedPostcode(const QString &text);

/// `country`: ISO 3166-1 alpha-2 in lower case, from the code or from the English name (or the Portuguese one of the
/// countries in which Rastro's shops sell). Unknown: dropped.
[[nodiscard]] QStringList normalisedCountry(const QString &text);

} // namespace rastro::meta
