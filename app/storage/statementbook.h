// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QHash>
#include <QtCore/QString>

namespace rastro::storage {

/// The named statements of resources/sql. A block begins with "-- name: click.insert"; those of the dialect's own
/// folder stand beside those that all databases share. Immutable once read.
class StatementBook
{
public:
    /// Reads common/*.sql and <dialect>/*.sql from the resources. Throws StorageFailure if a name is there twice.
    [[nodiscard]] static StatementBook read(const QString &dialect);

    /// Text of a statement. Throws StorageFailure if there is none of this name.
    [[nodiscard]] const QString &text(const QString &name) const;
    [[nodiscard]] QStringList names() const { return m_statements.keys(); }

    /// Takes the blocks of one file in. Throws StorageFailure if a name is there twice or a block is empty.
    void add(const QString &file, const QString &content);

private:
    void addBlock(const QString &file, const QString &name, const QString &text);

    QHash<QString, QString> m_statements;
};

} // namespace rastro::storage
