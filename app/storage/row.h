// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/trackingtoken.h"

#include <QtCore/QByteArray>
#include <QtCore/QJsonObject>
#include <QtCore/QStringList>
#include <optional>

class QSqlQuery;

namespace rastro::storage {

/// The present row of a running statement, by column name. NULL reads as 0, empty or none.
class Row
{
public:
    explicit Row(const QSqlQuery &query)
        : m_query(query)
    {
    }

    [[nodiscard]] qint64 integer(QLatin1StringView column) const;
    [[nodiscard]] bool flag(QLatin1StringView column) const { return integer(column) != 0; }
    [[nodiscard]] QString text(QLatin1StringView column) const;
    [[nodiscard]] QByteArray bytes(QLatin1StringView column) const;
    [[nodiscard]] QJsonObject json(QLatin1StringView column) const;
    /// None if NULL. The table's CHECK keeps everything else out.
    [[nodiscard]] std::optional<TrackingToken> token(QLatin1StringView column) const;

private:
    friend class Statement;
    void readColumns();
    [[nodiscard]] int position(QLatin1StringView column) const;

    const QSqlQuery &m_query;
    QStringList m_columns;
    mutable qsizetype m_hint = 0; // Columns are mostly read in their order: the next one is tried first.
};

} // namespace rastro::storage
