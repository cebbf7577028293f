// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/metrics/tablefacts.h"

using namespace Qt::StringLiterals;

namespace rastro::server {

TableFacts readTableFacts(core::UnitOfWork &uow, const core::Shop &shop, Micros now)
{
    auto &health = uow.health();
    TableFacts facts;
    facts.at = now;
    facts.starts = health.starts();
    facts.attachments = health.attributions();
    facts.checks = health.checks(now);
    facts.notices = health.notices(now);
    for (const core::Bot &bot : shop.bots)
        facts.bots.insert(bot.id, health.bot(bot.id, now));
    facts.pixels = health.pixels();
    facts.conversions = uow.conversions().countByState();
    facts.messages = uow.messages().countByState();
    return facts;
}

} // namespace rastro::server
