// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/trackingtoken.h"
#include "storage/session.h"

#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <optional>

namespace rastro::storage {

/// The present row of a running statement, by column name. NULL reads as 0, empty or none.
class Row
{
public:
    [[nodiscard]] const QList<QByteArray> &columns() const { return m_columns; }
    [[nodiscard]] qint64 integer(QLatin1StringView column) const;
    [[nodiscard]] bool flag(QLatin1StringView column) const { return integer(column) != 0; }
    [[nodiscard]] QString text(QLatin1StringView column) const;
    [[nodiscard]] QByteArray bytes(QLatin1StringView column) const;
    [[nodiscard]] QJsonObject json(QLatin1StringView column) const;
    /// None if NULL. The table's CHECK keeps everything else out.
    [[nodiscard]] std::optional<TrackingToken> token(QLatin1StringView column) const;

private:
    friend class Statement;
    [[nodiscard]] int columnCount() const { return static_cast<int>(m_columns.size()); }
    void readColumns(const PreparedStatement &statement);
    [[nodiscard]] int position(QLatin1StringView column) const;

    const PreparedStatement *m_statement = nullptr;
    QList<QByteArray> m_columns;
    mutable qsizetype m_hint = 0; // Columns are mostly read in their order: the next one is tried first.
};

} // namespace rastro::storage
