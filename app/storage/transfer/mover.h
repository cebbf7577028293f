// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/transfer/movemarks.h"
#include "storage/transfer/transfer.h"

namespace rastro::storage {

/// One run of a move between two open connections: see transfer(). The source is in a transaction of its own. Throws
/// StorageFailure.
class Mover
{
public:
    Mover(Connection &from, Connection &to, const TransferOptions &options);

    [[nodiscard]] TransferReport run();

private:
    void prepareTarget();
    void beginAnew();
    void silenceTriggers();
    void copyTable(const TableLayout &layout);
    void finish();
    [[nodiscard]] QList<ComparedFigure> compare(const QList<Figure> &there) const;
    [[nodiscard]] qint64 rowsOf(const QString &table) const;

    Connection &m_from;
    Connection &m_to;
    const TransferOptions &m_options;
    const QList<TableLayout> m_layouts;
    const QList<Figure> m_figures;
    const QString m_digest;
    MoveMarks m_marks;
    TransferReport m_report;
};

} // namespace rastro::storage
