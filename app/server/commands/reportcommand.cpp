// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/reportcommand.h"

#include "core/report/reportjson.h"
#include "core/trace/utctext.h"
#include "server/report/readsales.h"
#include "server/report/reporttext.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonDocument>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

QString dayText(Micros at, const QTimeZone &zone)
{
    return QDateTime::fromMSecsSinceEpoch(at / 1000, zone).date().toString(Qt::ISODate);
}

void printJson(const core::SaleReport &report, const Period &period)
{
    auto json = core::toJson(report);
    json[u"from"_s] = core::utcText(period.from);
    json[u"until"_s] = core::utcText(period.until);
    json[u"zone"_s] = QString::fromLatin1(period.zone.id());
    std::fputs(QJsonDocument(json).toJson().constData(), stdout);
}

void printText(const core::SaleReport &report, const Period &period)
{
    print(u"%1 to %2 (%3)"_s.arg(dayText(period.from, period.zone), dayText(period.until - 1, period.zone),
                                 QString::fromLatin1(period.zone.id())));
    for (const QString &line : reportLines(report, Style::ofStandardOutput()))
        print(line);
}

} // namespace

void ReportCommand::addTo(CLI::App &app)
{
    auto *command =
        create(app, "report", "Tell how many sales have their ad, by which rule, and why the others have not");
    m_period.addDaysTo(*command, "First day [30 days up to --to]");
    command->add_option("--zone", m_zone, "Where a day begins [this machine's time zone]")->type_name("ZONE");
    m_period.addPlacesTo(*command, "Only sales that came through this pool");
    auto *json = command->add_flag("--json", m_json, "Print JSON (described in docs/explanations.md)");
    command->add_flag("--csv", m_csv, "Print one table for a spreadsheet")->excludes(json);
    command->footer("Examples:\n"
                    "  rastro report\n"
                    "  rastro report --from 2026-11-01 --to 2026-11-30 --zone America/Sao_Paulo\n"
                    "  rastro report --pool summer --csv > summer.csv\n"
                    "A sale counts on the day it was paid. Codes are those of rastro trace.");
}

int ReportCommand::run()
{
    const auto options = m_options.judge();
    if (!options)
        return fail(options.error());
    const auto asked = m_period.open(*options, QString::fromStdString(m_zone));
    if (!asked)
        return fail(asked.error());
    const Period &period = asked->period;
    const auto report = asked->reader->read([&](core::UnitOfWork &uow) {
        const SalesWanted wanted{uow.shop().workspace(u"default"_s), period.from, period.until, asked->botId,
                                 asked->poolId};
        return readSales(uow, wanted, core::SaleReportBuilder(asked->shop, period.zone));
    });
    if (!report)
        return fail(report.error());
    if (m_json)
        printJson(*report, period);
    else if (m_csv)
        std::fputs(core::toCsv(*report).toUtf8().constData(), stdout);
    else
        printText(*report, period);
    return Done;
}

} // namespace rastro::server
