// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bankledger.h"

#include <QtCore/QFile>

namespace rastro::sandbox {

/// A ledger in one file: a line of JSON for each version of a charge, only ever appended and synchronised to the disk
/// before save() returns. A last line that is torn (killed while writing) is cut off by load(); it was never
/// acknowledged. One process at a time.
class FileLedger : public BankLedger
{
public:
    /// The file and its folder are made by load() if they are not there.
    explicit FileLedger(const QString &path);

    [[nodiscard]] Result<QList<BankCharge>> load() override;
    /// Precondition: load() succeeded.
    [[nodiscard]] Result<void> save(const BankCharge &charge) override;

private:
    [[nodiscard]] Result<void> open();

    QFile m_file;
};

} // namespace rastro::sandbox
