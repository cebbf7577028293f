// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArrayList>
#include <QtCore/QString>

namespace rastro::storage {

/// A statement whose values are numbered from 1.
struct NumberedStatement
{
    QString text;         ///< With mark and number where a name was: "?1", "$1".
    QByteArrayList names; ///< Name of each value, in the order of their numbers.
};

/// Replaces ":name" by `mark` and the name's number, outside of quotes and of "::type". A name that is there twice has
/// one number.
[[nodiscard]] NumberedStatement replacePlaceholders(const QString &statement, QChar mark);

} // namespace rastro::storage
