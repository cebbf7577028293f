// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QHash>
#include <QtCore/QLatin1StringView>
#include <QtCore/QStringList>

namespace rastro::storage {

class Connection;

/// What a move of an installation has noted in its target: the table unfinished_move, which is there until all rows are
/// there and were compared. Nobody else opens such a database.
class MoveMarks
{
public:
    explicit MoveMarks(Connection &to)
        : m_to(to)
    {
    }

    /// Is a move into this database unfinished?
    [[nodiscard]] static bool areIn(Connection &connection);
    /// Throws StorageFailure "storage.unfinished_move" if one is.
    static void refuseUnfinished(Connection &connection);

    void create();
    void drop();

    /// What is moved: which installation, and how it was when its move began.
    void setSource(const QString &installation, const QString &digest);
    [[nodiscard]] QString installation() const
    {
        return value(QLatin1StringView("source"), QStringLiteral("installation"));
    }
    [[nodiscard]] QString digest() const { return value(QLatin1StringView("source"), QStringLiteral("digest")); }

    /// How far a table is: key of its last row here, or none, and how many rows are here.
    void setKey(const QString &table, const QStringList &key, qint64 rows);
    [[nodiscard]] QStringList key(const QString &table) const;
    [[nodiscard]] qint64 rows(const QString &table) const;
    void setDone(const QString &table);
    [[nodiscard]] bool isDone(const QString &table) const;
    void forgetTables();

    /// A trigger that sleeps during the move, and the statement that brings it back.
    void addTrigger(const QString &name, const QString &statement);
    [[nodiscard]] QHash<QString, QString> triggers() const;

private:
    void set(QLatin1StringView kind, const QString &name, const QString &value);
    [[nodiscard]] QString value(QLatin1StringView kind, const QString &name) const;
    [[nodiscard]] QHash<QString, QString> all(QLatin1StringView kind) const;

    Connection &m_to;
};

} // namespace rastro::storage
