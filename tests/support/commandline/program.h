// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/testdatabase.h"

#include <QtCore/QProcess>

namespace rastro::test {

/// What a run of the program left behind.
struct Ran
{
    int status = -1; ///< Its exit status; -1: it crashed, or did not end in time.
    QString out;
    QString err;
};

/// `rastro` as its users type it, in a folder of its own, with nothing to read on standard input, on a database of the
/// kind that the test runs on.
class Program
{
public:
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    [[nodiscard]] QString data() const { return path(QStringLiteral("rastro-data")); }
    [[nodiscard]] const TestDatabase &database() const { return m_database; }
    /// What it runs with: the machine's, its database, and the secret that the fixture's shop file refers to.
    [[nodiscard]] QProcessEnvironment environment() const;

    /// `environment`: more of it, as NAME=VALUE.
    Ran run(const QStringList &arguments, const QStringList &environment = {}) const;
    /// The same, in `process`, which is let run.
    void start(QProcess &process, const QStringList &arguments, const QStringList &environment = {}) const;
    /// Writes a file into the folder; its path.
    QString file(const QString &name, const QByteArray &content) const;
    /// Applies the fixture's shop; its errors end the test program.
    void applyShop() const;

    static constexpr auto BotToken = "123456:AAabcdefghijklmnopqrstuvwxyz0123456";

private:
    QTemporaryDir m_folder;
    TestDatabase m_database;
};

} // namespace rastro::test
