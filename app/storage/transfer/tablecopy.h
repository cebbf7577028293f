// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/session.h"
#include "storage/transfer/tablelayout.h"

#include <QtCore/QStringList>

namespace rastro::storage {

/// Copies the rows of one table in the order of their keys, some at a time. Within transactions of both connections.
class TableCopy
{
public:
    /// `limit`: rows that are copied at once.
    TableCopy(Connection &from, Connection &to, TableLayout layout, int limit);

    /// Copies the rows behind the key `after`, one text for each of its columns; none: from the first one. Gives their
    /// number: less than the limit with the last of them. Throws StorageFailure.
    int copy(const QStringList &after);
    /// Key of the row that was copied last.
    [[nodiscard]] QStringList lastKey() const { return m_lastKey; }

private:
    [[nodiscard]] PreparedStatement &rowsAfter(const QStringList &key);
    void writeRow(const PreparedStatement &row);

    const TableLayout m_layout;
    const int m_limit;
    std::unique_ptr<PreparedStatement> m_first;
    std::unique_ptr<PreparedStatement> m_further;
    std::unique_ptr<RowWriter> m_writer;
    QStringList m_lastKey;
};

} // namespace rastro::storage
