// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/commands/command.h"
#include "server/import/redisimport.h"

namespace rastro::server {

/// `rastro import redis --url URL`: takes live clicks out of the origin platform's Redis, so that a person who clicked
/// there and starts the bot here is still attributed. Beside a running server; twice changes nothing.
class ImportRedisCommand : public Command
{
public:
    void addTo(CLI::App &app) override;
    [[nodiscard]] int run() override;

private:
    [[nodiscard]] Result<redis::RedisUrl> url(const ServerOptions &options) const;
    [[nodiscard]] Result<RedisImportOptions> importOptions() const;
    void report(const RedisImportCounts &counts) const;

    std::string m_url;
    std::vector<std::string> m_pools;
    int m_lifetime = 24;
    bool m_dryRun = false;
    bool m_json = false;
};

} // namespace rastro::server
