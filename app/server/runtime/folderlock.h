// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/result.h"

#include <QtCore/QString>
#include <memory>
#include <optional>

namespace rastro::server {

/// The lock on a folder that one server at a time works in. The kernel holds it, so it ends with its process however
/// that ends, also where the next process gets the same number, as in a container. The file `rastro.lock` stays and
/// tells who had it last.
class FolderLock
{
public:
    /// "store.locked" while another process has it, "store.folder" if the folder cannot be written to.
    [[nodiscard]] static Result<std::unique_ptr<FolderLock>> take(const QString &folder);
    /// The process that has it; none if nobody has. Takes nothing.
    [[nodiscard]] static std::optional<qint64> holder(const QString &folder);

    ~FolderLock();
    Q_DISABLE_COPY_MOVE(FolderLock)

    /// What its last holder signed with, in an earlier process; empty: nobody did.
    [[nodiscard]] const QString &lastSignature() const { return m_lastSignature; }
    /// One line that the next holder finds.
    void sign(const QString &text);

private:
    explicit FolderLock(int file);

    const int m_file;
    QString m_lastSignature;
};

} // namespace rastro::server
