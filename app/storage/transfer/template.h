// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <initializer_list>

namespace rastro::storage {

/// Fills in what stands in braces in a statement of move.sql: {"table", quoted("clicks")}.
[[nodiscard]] inline QString filled(QString statement, std::initializer_list<std::pair<QString, QString>> parts)
{
    for (const auto &[name, text] : parts)
        statement.replace(u'{' + name + u'}', text);
    return statement;
}

/// A name as both databases read it in a statement.
[[nodiscard]] inline QString quoted(QString name)
{
    return u'"' + name.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

} // namespace rastro::storage
