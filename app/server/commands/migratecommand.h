// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/commands/command.h"
#include "server/runtime/store.h"
#include "storage/transfer/transfer.h"

namespace rastro::server {

/// `rastro migrate --from URL --to URL`: moves an installation into another database, and compares both. Without a
/// server; after a kill the same command goes on.
class MigrateCommand : public Command
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] int run() override;

private:
    [[nodiscard]] Result<storage::TransferOptions> transferOptions(const ServerOptions &options) const;
    void report(const storage::TransferReport &report) const;

    std::string m_from;
    std::string m_to;
    int m_batch = 5000;
    bool m_json = false;
};

} // namespace rastro::server
