// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/row.h"

#include <optional>
#include <vector>

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
    Statement &bind(QLatin1StringView name, QStringView value);
    Statement &bind(QLatin1StringView name, const QByteArray &value);
    /// A value that may be missing: 0, an empty text and no token are stored as NULL.
    Statement &bindOrNull(QLatin1StringView name, qint64 value);
    Statement &bindOrNull(QLatin1StringView name, QStringView value);
    Statement &bindOrNull(QLatin1StringView name, const QByteArray &value);
    Statement &bindOrNull(QLatin1StringView name, const std::optional<TrackingToken> &value);

    /// Runs; the number of rows that changed.
    int run();
    /// Runs and gives the first row, read by `read(const Row &)`.
    template <class Read>
    auto one(Read read) -> std::optional<std::invoke_result_t<Read, const Row &>>
    {
        const Finisher finisher{*this};
        if (!execute())
            return std::nullopt;
        auto row = std::make_optional(read(m_row));
        while (m_prepared->next()) { // A statement that writes has written all only at its end.
        }
        return row;
    }
    /// Runs and gives every row, read by `read(const Row &)`.
    template <class Read>
    auto all(Read read) -> QList<std::invoke_result_t<Read, const Row &>>
    {
        const Finisher finisher{*this};
        QList<std::invoke_result_t<Read, const Row &>> rows;
        for (bool there = execute(); there; there = m_prepared->next())
            rows.append(read(m_row));
        return rows;
    }

private:
    // Gives read locks back and forgets what was bound, also when something throws.
    struct Finisher
    {
        Statement &statement;
        ~Finisher() { statement.finish(); }
    };

    [[nodiscard]] bool execute();
    void finish() noexcept;
    [[nodiscard]] int place(QLatin1StringView name);
    [[nodiscard]] PreparedStatement &prepared();

    Connection &m_connection;
    const QString m_name;
    QString m_text;             // With a placeholder for each of m_places.
    QList<QByteArray> m_places; // Name of the value at each place.
    std::vector<bool> m_bound;
    qsizetype m_hint = 0;
    std::unique_ptr<PreparedStatement> m_prepared;
    Row m_row;
};

} // namespace rastro::storage
