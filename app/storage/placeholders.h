// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QStringList>

namespace rastro::storage {

/// A statement whose values are numbered by their place.
struct NumberedStatement
{
    QString text;      ///< With '?' where a name was.
    QStringList names; ///< Name of the value at each place.
};

/// Replaces ":name" by "?", outside of quotes and of "::type".
[[nodiscard]] NumberedStatement replacePlaceholders(const QString &statement);

} // namespace rastro::storage
