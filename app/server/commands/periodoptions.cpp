// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/periodoptions.h"

#include "server/commands/shopnames.h"
#include "server/runtime/store.h"
#include "server/runtime/systemclock.h"

namespace rastro::server {

void PeriodOptions::addDaysTo(CLI::App &command, const char *firstDay)
{
    command.add_option("--from", m_from, firstDay)->type_name("YYYY-MM-DD");
    command.add_option("--to", m_to, "Last day, belongs to it [today]")->type_name("YYYY-MM-DD");
}

void PeriodOptions::addPlacesTo(CLI::App &command, const char *onlyPool)
{
    command.add_option("--bot", m_bot, "Only this bot")->type_name("KEY");
    command.add_option("--pool", m_pool, onlyPool)->type_name("SLUG");
}

Result<ShopPeriod> PeriodOptions::open(const ServerOptions &options, const QString &zone) const
{
    const auto period =
        readPeriod(QString::fromStdString(m_from), QString::fromStdString(m_to), zone, SystemClock().now());
    if (!period)
        return tl::unexpected<Error>(period.error());
    auto reader = openReader(options);
    if (!reader)
        return tl::unexpected<Error>(reader.error());
    const auto shop =
        (*reader)->read([](core::UnitOfWork &uow) { return std::make_shared<const core::Shop>(uow.shop().load()); });
    if (!shop)
        return tl::unexpected<Error>(shop.error());
    const auto bot = botNamed(**shop, QString::fromStdString(m_bot));
    if (!bot)
        return tl::unexpected<Error>(bot.error());
    const auto pool = poolNamed(**shop, QString::fromStdString(m_pool));
    if (!pool)
        return tl::unexpected<Error>(pool.error());
    return ShopPeriod{*period, std::move(*reader), *shop, *bot, *pool};
}

} // namespace rastro::server
