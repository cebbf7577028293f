// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/tracecommand.h"

#include "core/trace/trace.h"
#include "server/runtime/pixelscopes.h"
#include "server/runtime/store.h"
#include "server/terminal/style.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QTimeZone>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

void printField(const core::Finding &finding, const Style &style)
{
    const auto name = finding.field.leftJustified(20);
    if (!finding.value.isEmpty())
        print(u"  %1 %2"_s.arg(name, plain(finding.value)));
    if (finding.code.isEmpty())
        return;
    const auto line = u"— %1 [%2]"_s.arg(plain(finding.reason), finding.code);
    print(u"  %1 %2"_s.arg(finding.value.isEmpty() ? name : QString(20, u' '), style.paint(line, finding.severity)));
    if (!finding.remedy.isEmpty() && finding.severity > core::Severity::Note)
        print(u"  %1   → %2"_s.arg(QString(20, u' '), finding.remedy));
}

void printTrail(const QList<core::TrailEntry> &trail, const Style &style)
{
    if (!trail.isEmpty())
        print(u"\n  Trail"_s);
    for (const core::TrailEntry &entry : trail) {
        const auto at = QDateTime::fromMSecsSinceEpoch(entry.at / 1000, QTimeZone::utc());
        print(u"  %1  %2 %3"_s.arg(style.paint(at.toString(u"yyyy-MM-dd HH:mm:ss.zzz"_s), Style::Grey),
                                   entry.step.leftJustified(22), plain(entry.text)));
    }
}

void printTrace(const core::Trace &trace, const Style &style)
{
    print(style.paint(plain(trace.subject), Style::Bold));
    print(u"  "_s + plain(trace.verdict));
    print({});
    for (const core::Finding &finding : trace.fields)
        printField(finding, style);
    if (!trace.conversions.isEmpty())
        print(u"\n  Events"_s);
    for (const core::ConversionRow &row : trace.conversions)
        print(u"  %1 %2 to %3: %4 (%5)"_s.arg(eventNameText(row.name), -17)
                  .arg(row.eventId, row.destination, row.state, plain(row.answer)));
    printTrail(trace.trail, style);
    print({});
}

void printJson(const QList<core::Trace> &traces)
{
    QJsonArray array;
    for (const core::Trace &trace : traces)
        array.append(trace.toJson());
    std::fputs(QJsonDocument(array).toJson().constData(), stdout);
}

} // namespace

void TraceCommand::addTo(CLI::App &app)
{
    auto *command = create(app, "trace", "Tell why a sale is or is not attributed");
    auto *subject = command->add_option_group("subject", "What to look at");
    subject->add_option("--payment", m_payment, "A payment: its id or its reference")->type_name("ID");
    subject->add_option("--user", m_user, "A person: the Telegram id")->type_name("TELEGRAM_ID");
    subject->add_option("--token", m_token, "A click: its tracking token")->type_name("TOKEN");
    subject->require_option(1);
    command->add_flag("--json", m_json, "Print JSON (described in docs/explanations.md)");
    command->footer("Examples:\n"
                    "  rastro trace --payment 17\n"
                    "  rastro trace --user 6118531418 --json | jq '.[].fields[] | select(.severity == \"trouble\")'\n"
                    "Each field that is missing comes with a reason, its code and what to do.");
}

int TraceCommand::run()
{
    const auto options = m_options.judge();
    if (!options)
        return fail(options.error());
    const auto token = TrackingToken::parse(QString::fromStdString(m_token));
    if (!m_token.empty() && !token)
        return fail({.code = u"options.token"_s,
                     .message = u"--token: “%1” is not a tracking token (32 digits of 0-9 a-f)."_s.arg(
                         QString::fromStdString(m_token))});
    const auto reader = openReader(*options);
    if (!reader)
        return fail(reader.error());
    plugins::PluginCatalog catalog;
    catalog.scan(options->pluginFolders);
    const auto traces = (*reader)->read([&](core::UnitOfWork &uow) {
        const auto shop = std::make_shared<const core::Shop>(uow.shop().load());
        const core::TraceWorld world{shop, pixelScopes(*shop, catalog), options->retention.clicks};
        const auto workspace = uow.shop().workspace(u"default"_s);
        if (token)
            return core::traceToken(uow, workspace, *token, world);
        if (m_user != 0)
            return core::traceUser(uow, workspace, m_user, world);
        return core::tracePayment(uow, workspace, QString::fromStdString(m_payment), world);
    });
    if (!traces)
        return fail(traces.error());
    if (traces->isEmpty())
        return fail({.code = u"trace.unknown"_s,
                     .message = u"Nothing is known of that here (data in “%1”)."_s.arg(options->dataFolder)});
    if (m_json) {
        printJson(*traces);
        return Done;
    }
    for (const core::Trace &trace : *traces)
        printTrace(trace, Style::ofStandardOutput());
    return Done;
}

} // namespace rastro::server
