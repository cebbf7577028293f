// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/shop/shop.h"
#include "server/options/commandline.h"
#include "server/report/period.h"
#include "storage/reader.h"

#include <memory>

namespace rastro::server {

/// A period of a shop, opened to be looked at.
struct ShopPeriod
{
    Period period;
    std::unique_ptr<storage::Reader> reader;
    std::shared_ptr<const core::Shop> shop;
    qint64 botId = 0;  ///< The only one that counts; 0: all.
    qint64 poolId = 0; ///< The same.
};

/// The options of commands that add up a period: its days, and the one bot or pool of which it is.
class PeriodOptions
{
public:
    /// --from and --to. `firstDay`: the help text.
    void addDaysTo(CLI::App &command, const char *firstDay);
    /// --bot and --pool. `onlyPool`: the help text.
    void addPlacesTo(CLI::App &command, const char *onlyPool);

    /// Reads them, and the shop. `zone`: as of readPeriod(). Errors: as of readPeriod(), openReader(), botNamed() and
    /// poolNamed().
    [[nodiscard]] Result<ShopPeriod> open(const ServerOptions &options, const QString &zone) const;

private:
    std::string m_from;
    std::string m_to;
    std::string m_bot;
    std::string m_pool;
};

} // namespace rastro::server
