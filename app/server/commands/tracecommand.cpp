// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/tracecommand.h"

#include "core/trace/trace.h"
#include "core/trace/utctext.h"
#include "core/trace/whyorganic.h"
#include "server/report/tracetext.h"
#include "server/runtime/pixelscopes.h"
#include "server/runtime/store.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

void printJson(const QList<core::Trace> &traces)
{
    QJsonArray array;
    for (const core::Trace &trace : traces)
        array.append(trace.toJson());
    std::fputs(QJsonDocument(array).toJson().constData(), stdout);
}

// Where nothing is known of a click any more, its token still tells when it was made.
QString ageOf(const TrackingToken &token, int keptDays)
{
    const auto minted = core::mintedAt(token);
    if (!minted)
        return u" Rastro does not make such tokens: another platform's, or made up."_s;
    const auto kept = keptDays == 0 ? u"for ever"_s : u"for %1 days"_s.arg(keptDays);
    return u" By its digits this token was made on %1; clicks that led to nobody are kept %2 (--keep-clicks-days)."_s
        .arg(core::utcText(*minted), kept);
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
        const core::TraceWorld world{shop, pixelScopes(*shop, catalog), options->retention.clicks,
                                     options->addresses != core::AddressStorage::None};
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
                     .message = u"Nothing is known of that here (data in “%1”)."_s.arg(options->dataFolder) +
                                (token ? ageOf(*token, options->retention.clicks) : QString())});
    if (m_json) {
        printJson(*traces);
        return Done;
    }
    for (const core::Trace &trace : *traces) {
        for (const QString &line : traceLines(trace, Style::ofStandardOutput()))
            print(line);
    }
    return Done;
}

} // namespace rastro::server
