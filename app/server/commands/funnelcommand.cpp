// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/funnelcommand.h"

#include "core/report/funnelreport.h"
#include "server/report/funneltext.h"

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
    m_period.addDaysTo(*command, "First day, of UTC [30 days up to --to]");
    command->add_option("--by", m_by, "What to tell apart, by commas: day, pool, bot, campaign [day]")
        ->delimiter(',')
        ->check(CLI::IsMember({"day", "pool", "bot", "campaign"}).description(""))
        ->type_name("KIND,...");
    m_period.addPlacesTo(*command, "Only what came through this pool");
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

core::FunnelWanted FunnelCommand::wanted(const ShopPeriod &asked) const
{
    core::FunnelWanted wanted;
    wanted.fromDay = asked.period.from / day;
    wanted.untilDay = asked.period.until / day;
    wanted.botId = asked.botId;
    wanted.poolId = asked.poolId;
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
    const auto asked = m_period.open(*options, u"UTC"_s);
    if (!asked)
        return fail(asked.error());
    auto counted = wanted(*asked);
    const auto report = asked->reader->read([&](core::UnitOfWork &uow) {
        counted.workspaceId = uow.shop().workspace(u"default"_s);
        return core::funnelReport(counted, uow.funnel().funnel(counted), *asked->shop);
    });
    if (!report)
        return fail(report.error());
    if (m_json)
        printJson(*report, counted);
    else
        printText(*report, counted);
    return Done;
}

} // namespace rastro::server
