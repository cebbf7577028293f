// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QProcessEnvironment>
#include <QtCore/QTemporaryDir>

namespace rastro::test {

/// What a run of the program left behind.
struct Ran
{
    int status = -1; ///< Its exit status; -1: it crashed, or did not end in time.
    QString out;
    QString err;
};

/// `rastro` as its users type it, in a folder of its own, with nothing to read on standard input.
class Program
{
public:
    [[nodiscard]] const QTemporaryDir &folder() const { return m_folder; }
    /// What it runs with: the machine's, and the secret that the fixture's shop file refers to.
    [[nodiscard]] static QProcessEnvironment environment();

    /// `environment`: more of it, as NAME=VALUE.
    Ran run(const QStringList &arguments, const QStringList &environment = {}) const;
    /// Writes a file into the folder; its path.
    QString file(const QString &name, const QByteArray &content) const;

    static constexpr auto BotToken = "123456:AAabcdefghijklmnopqrstuvwxyz0123456";

private:
    QTemporaryDir m_folder;
};

} // namespace rastro::test
