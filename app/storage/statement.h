// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/row.h"

#include <QtCore/QVariantList>
#include <QtSql/QSqlQuery>
#include <optional>

namespace rastro::storage {

class Connection;

/// One named statement, prepared on its connection at first use and then kept. Bind all its values, then run it once
/// with run(), one() or all(). Throws StorageFailure where the database refuses. Storage thread only.
class Statement
{
public:
    /// Throws StorageFailure if the connection's book has no statement of this name.
    Statement(Connection &connection, QLatin1StringView name);
    Q_DISABLE_COPY_MOVE(Statement)
    ~Statement() = default;

    /// A value that is always there; an empty text is stored as such.
    Statement &bind(QLatin1StringView name, qint64 value);
    Statement &bind(QLatin1StringView name, const QString &value);
    Statement &bind(QLatin1StringView name, const QByteArray &value);
    /// A value that may be missing: 0, an empty text and no token are stored as NULL.
    Statement &bindOrNull(QLatin1StringView name, qint64 value);
    Statement &bindOrNull(QLatin1StringView name, const QString &value);
    Statement &bindOrNull(QLatin1StringView name, const QByteArray &value);
    Statement &bindOrNull(QLatin1StringView name, const std::optional<TrackingToken> &value);

    /// Runs; the number of rows that changed.
    int run();
    /// Runs and gives the first row, read by `read(const Row &)`.
    template <class Read>
    auto one(Read read) -> std::optional<std::invoke_result_t<Read, const Row &>>
    {
        auto rows = all(std::move(read));
        if (rows.isEmpty())
            return std::nullopt;
        return std::move(rows.first());
    }
    /// Runs and gives every row, read by `read(const Row &)`.
    template <class Read>
    auto all(Read read) -> QList<std::invoke_result_t<Read, const Row &>>
    {
        const Finisher finisher{m_query};
        execute();
        QList<std::invoke_result_t<Read, const Row &>> rows;
        while (next())
            rows.append(read(m_row));
        return rows;
    }

private:
    // Gives read locks back, also when reading throws.
    struct Finisher
    {
        QSqlQuery &query;
        ~Finisher() { query.finish(); }
    };

    void prepare();
    void execute();
    [[nodiscard]] bool next();
    void set(QLatin1StringView name, const QVariant &value);

    Connection &m_connection;
    QString m_name;
    QString m_text;       // With '?' for each of m_places.
    QStringList m_places; // Name of the value at each place; a name may be there more than once.
    QVariantList m_values;
    QList<bool> m_bound;
    QList<bool> m_isStale;  // Does the query not have the value yet?
    bool m_repeats = false; // Is some name there more than once?
    qsizetype m_hint = 0;
    QSqlQuery m_query;
    bool m_isPrepared = false;
    Row m_row;
};

} // namespace rastro::storage
