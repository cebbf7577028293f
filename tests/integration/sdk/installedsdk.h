// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <QtCore/QTemporaryDir>

/// The SDK of this build, installed into a temporary prefix, and what can be built from it.
class InstalledSdk
{
public:
    /// Installs the components "sdk" and "library". Check error() first.
    InstalledSdk();

    /// What the last step said when it failed; empty if it went well.
    [[nodiscard]] const QString &error() const { return m_error; }
    /// A place below the temporary folder.
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }

    /// Configures and builds the project in `source` into path(name). False: see error().
    [[nodiscard]] bool build(const QString &source, const QString &name);
    /// Runs a program and waits for it. False: see error().
    [[nodiscard]] bool run(const QString &program, const QStringList &arguments);

private:
    QTemporaryDir m_folder;
    QString m_error;
};
