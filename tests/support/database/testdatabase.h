// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QTemporaryDir>
#include <QtCore/QVariant>

namespace rastro::test {

/// A new, empty database for one test, gone with this object. The same test programs run on each kind of database:
/// which one is in RASTRO_TEST_DATABASE ("sqlite", when it is not set, or "postgresql"; rastro_add_test(… DATABASES)
/// sets it). PostgreSQL is the server of tests/support/database/postgresql.sh.
class TestDatabase
{
public:
    TestDatabase();
    ~TestDatabase();
    Q_DISABLE_COPY_MOVE(TestDatabase)

    [[nodiscard]] static bool isServer();

    /// For --database.
    [[nodiscard]] QString url() const;
    /// File of the SQLite database; empty on PostgreSQL.
    [[nodiscard]] QString path() const;
    /// An empty folder for what lies beside a database.
    [[nodiscard]] QString folder() const { return m_folder.path(); }

    /// First value of what a statement gives, as an operator would ask for it beside the running program; none if it
    /// gives no row. A statement that fails ends the test program.
    [[nodiscard]] QVariant peek(const QString &statement) const;
    /// Every row, by column name.
    [[nodiscard]] QList<QVariantMap> rows(const QString &statement) const;
    /// A change that an operator makes there.
    void write(const QString &statement) const;

private:
    QTemporaryDir m_folder;
    QString m_name; ///< Of the database on the server.
};

} // namespace rastro::test
