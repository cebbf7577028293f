// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/databaseurl.h"
#include "storage/secretbox.h"
#include "storage/transfer/figures.h"

#include <functional>

namespace rastro::storage {

/// How far the move of an installation is.
struct TransferProgress
{
    QString table;
    qint64 rows = 0; ///< Of this table that are in the target, also by an earlier run.
    qint64 of = 0;   ///< Rows that this table has.
};

/// What is moved where.
struct TransferOptions
{
    DatabaseUrl from;
    DatabaseUrl to;
    std::shared_ptr<const SecretBox> secrets;
    int batchRows = 5000; ///< Rows that share one transaction of the target.
    std::function<void(const TransferProgress &)> progress = [](const TransferProgress &) {};
};

/// A figure of both databases.
struct ComparedFigure
{
    Figure from;
    qint64 to = 0;

    [[nodiscard]] bool isEqual() const { return from.value == to; }
};

/// What became of a move.
struct TransferReport
{
    QList<ComparedFigure> figures;
    bool wasResumed = false;  ///< An earlier run had copied a part.
    bool startedAnew = false; ///< It had, but the source has changed since.

    [[nodiscard]] bool isEqual() const;
};

/// Copies an installation from one database into an empty one, of the same or the other kind: every table that both
/// have, with its ids, secrets as they are sealed. In batches, each with a mark of how far it is, so that a run that
/// was killed is gone on with by the next. What the target holds can be opened only when its figures are those of the
/// source; then the report is equal, else the next run starts anew. The source cannot be written meanwhile (SQLite), or
/// is seen as it was at the beginning (PostgreSQL); its schema is brought up to date.
/// Blocks the calling thread. Errors: as of Connection and migrate(), "storage.wrong_key", "storage.no_source",
/// "storage.not_empty", "storage.in_use", "storage.other_move", "storage.layout".
[[nodiscard]] Result<TransferReport> transfer(const TransferOptions &options);

} // namespace rastro::storage
