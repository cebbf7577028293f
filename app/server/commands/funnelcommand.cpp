// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/funnelcommand.h"

#include "core/report/funnelreport.h"
#include "server/commands/shopnames.h"
#include "server/report/funneltext.h"
#include "server/runtime/store.h"
#include "server/runtime/systemclock.h"

#include <QtCore/QDate>
#include <QtCore/QJsonDocument>
#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

constexpr Micros day = 24 * 3'600'000'000LL;

QString dayText(qint64 number)
{
    return QDate(1970, 1, 1).addDays(number).toString(Qt::ISODate);
}

void printJson(const core::FunnelReport &report, const core::FunnelWanted &wanted)
{
    auto json = core::toJson(report);
    json[u"from"_s] = dayText(wanted.fromDay);
    json[u"to"_s] = dayText(wanted.untilDay - 1);
    json[u"zone"_s] = u"UTC"_s;
    std::fputs(QJsonDocument(json).toJson().constData(), stdout);
}

void printText(const core::FunnelReport &report, const core::FunnelWanted &wanted)
{
    print(u"%1 to %2 (UTC)"_s.arg(dayText(wanted.fromDay), dayText(wanted.untilDay - 1)));
    print(QString());
    for (const QString &line : funnelLines(report, Style::ofStandardOutput()))
        print(line);
}

} // namespace

void FunnelCommand::addTo(CLI::App &app)
{
    auto *command = create(app, "funnel", "Count visits, starts, charges and sales by day, pool, bot and campaign");
    command->add_option("--from", m_from, "First day, of UTC [30 days up to --to]")->type_name("YYYY-MM-DD");
    command->add_option("--to", m_to, "Last day, belongs to it [today]")->type_name("YYYY-MM-DD");
    command->add_option("--by", m_by, "What to tell apart, by commas: day, pool, bot, campaign [day]")
        ->delimiter(',')
        ->check(CLI::IsMember({"day", "pool", "bot", "campaign"}).description(""))
        ->type_name("KIND,...");
    command->add_option("--bot", m_bot, "Only this bot")->type_name("KEY");
    command->add_option("--pool", m_pool, "Only what came through this pool")->type_name("SLUG");
    command->add_option("--campaign", m_campaign, "Only this utm_campaign")->type_name("NAME");
    command->add_flag("--json", m_json, "Print JSON (described in docs/explanations.md)");
    command->footer(
        "Examples:\n"
        "  rastro funnel\n"
        "  rastro funnel --by campaign --pool summer\n"
        "  rastro funnel --from 2026-11-01 --to 2026-11-30 --by day,campaign --json\n"
        "Each step counts on the day on which it happened, with the pool and campaign of its click; a\n"
        "charge on the day on which the buyer pressed. (organic): there is no click. (none): the click has\n"
        "none. (other): campaigns behind the first 500 of a day. \"of visits\" leaves organic starts out.");
}

Result<core::FunnelWanted> FunnelCommand::wanted(const core::Shop &shop, const Period &period) const
{
    const auto bot = botNamed(shop, QString::fromStdString(m_bot));
    if (!bot)
        return tl::unexpected<Error>(bot.error());
    const auto pool = poolNamed(shop, QString::fromStdString(m_pool));
    if (!pool)
        return tl::unexpected<Error>(pool.error());
    core::FunnelWanted wanted;
    wanted.fromDay = period.from / day;
    wanted.untilDay = period.until / day;
    wanted.botId = *bot;
    wanted.poolId = *pool;
    wanted.campaign = QString::fromStdString(m_campaign);
    const auto has = [this](const char *kind) { return std::find(m_by.begin(), m_by.end(), kind) != m_by.end(); };
    wanted.byDay = m_by.empty() || has("day");
    wanted.byPool = has("pool");
    wanted.byBot = has("bot");
    wanted.byCampaign = has("campaign");
    return wanted;
}

int FunnelCommand::run()
{
    const auto options = m_options.judge();
    if (!options)
        return fail(options.error());
    const auto period =
        readPeriod(QString::fromStdString(m_from), QString::fromStdString(m_to), u"UTC"_s, SystemClock().now());
    if (!period)
        return fail(period.error());
    const auto reader = openReader(*options);
    if (!reader)
        return fail(reader.error());
    const auto shop =
        (*reader)->read([](core::UnitOfWork &uow) { return std::make_shared<const core::Shop>(uow.shop().load()); });
    if (!shop)
        return fail(shop.error());
    auto asked = wanted(**shop, *period);
    if (!asked)
        return fail(asked.error());
    const auto report = (*reader)->read([&](core::UnitOfWork &uow) {
        asked->workspaceId = uow.shop().workspace(u"default"_s);
        return core::funnelReport(*asked, uow.funnel().funnel(*asked), **shop);
    });
    if (!report)
        return fail(report.error());
    if (m_json)
        printJson(*report, *asked);
    else
        printText(*report, *asked);
    return Done;
}

} // namespace rastro::server
