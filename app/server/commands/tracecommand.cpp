// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/tracecommand.h"

#include "core/trace/trace.h"
#include "server/runtime/store.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QTimeZone>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

void printField(const core::TraceField &field)
{
    if (!field.value.isEmpty()) {
        print(u"  %1 %2"_s.arg(field.name, -20).arg(field.value));
        return;
    }
    print(u"  %1 — %2"_s.arg(field.name, -20).arg(field.reason));
    if (!field.remedy.isEmpty())
        print(u"  %1   → %2"_s.arg(QString(), -20).arg(field.remedy));
}

void printTrace(const core::Trace &trace)
{
    print(trace.subject);
    print(u"  "_s + trace.verdict);
    print({});
    for (const core::TraceField &field : trace.fields)
        printField(field);
    if (!trace.conversions.isEmpty())
        print(u"\n  Events"_s);
    for (const core::ConversionRow &row : trace.conversions)
        print(u"  %1 %2 to %3: %4 (%5)"_s.arg(eventNameText(row.name), -17)
                  .arg(row.eventId, row.destination, row.state, row.answer));
    if (!trace.trail.isEmpty())
        print(u"\n  Trail"_s);
    for (const core::TrailEntry &entry : trace.trail)
        print(u"  %1  %2 %3"_s
                  .arg(QDateTime::fromMSecsSinceEpoch(entry.at / 1000, QTimeZone::utc())
                           .toString(u"yyyy-MM-dd HH:mm:ss.zzz"_s))
                  .arg(entry.step, -22)
                  .arg(entry.text));
    print({});
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
    command->add_flag("--json", m_json, "Print JSON");
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
    const auto store = openStore(*options);
    if (!store)
        return fail(store.error());
    const auto traces = wait<QList<core::Trace>>(**store, [&](core::UnitOfWork &uow) {
        const auto workspace = uow.shop().workspace(u"default"_s);
        if (token)
            return core::traceToken(uow, workspace, *token);
        if (m_user != 0)
            return core::traceUser(uow, workspace, m_user);
        return core::tracePayment(uow, workspace, QString::fromStdString(m_payment));
    });
    if (!traces)
        return fail(traces.error());
    if (traces->isEmpty())
        return fail({.code = u"trace.unknown"_s,
                     .message = u"Nothing is known of that here (data in “%1”)."_s.arg(options->dataFolder)});
    if (!m_json) {
        for (const core::Trace &trace : *traces)
            printTrace(trace);
        return Done;
    }
    QJsonArray array;
    for (const core::Trace &trace : *traces)
        array.append(trace.toJson());
    std::fputs(QJsonDocument(array).toJson().constData(), stdout);
    return Done;
}

} // namespace rastro::server
