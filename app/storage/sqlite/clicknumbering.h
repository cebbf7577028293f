// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/clickstore.h"
#include "storage/statement.h"

#include <vector>

namespace rastro::storage {

/// Numbers (rowids) for clicks that are about to be written. Mostly the one that its token says (clickNumber), by which
/// a click is found without a page of the index of tokens; always more than any that a click has, so that they are in
/// the order in which clicks were stored, which is how KeyedClicks knows whose keys it has stored. A click that comes
/// late, or with another platform's token, has the next one, and is found by the index. Storage thread only; throws
/// StorageFailure.
class ClickNumbering
{
public:
    explicit ClickNumbering(Connection &connection);

    /// One for each, for the present transaction, which may write.
    [[nodiscard]] std::vector<qint64> take(const QList<core::NewClick> &clicks);

private:
    Statement m_lastStored;
    qint64 m_last = 0; // Given by this connection, rolled back or not.
};

} // namespace rastro::storage
