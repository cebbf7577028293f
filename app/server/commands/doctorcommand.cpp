// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/doctorcommand.h"

#include "server/doctor/checkup.h"
#include "server/runtime/store.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

struct Examined
{
    core::Shop shop;
    QueueCounts queues;
};

Finding serverFinding(const ServerOptions &options)
{
    if (const auto lock = lockInstallation(options))
        return {Finding::Warning, u"server"_s, u"No server runs on this data folder."_s, u"Start it: rastro serve."_s};
    return {Finding::Well, u"server"_s, u"A server runs on this data folder."_s, {}};
}

} // namespace

void DoctorCommand::addTo(CLI::App &app)
{
    auto *command = create(app, "doctor", "Check every part, and say what to do");
    command->add_flag("--json", m_json, "Print JSON");
}

int DoctorCommand::run()
{
    const auto options = m_options.judge();
    if (!options)
        return fail(options.error());
    plugins::PluginCatalog catalog;
    catalog.scan(options->pluginFolders);
    auto findings = checkPlugins(catalog);
    const auto store = openStore(*options);
    if (!store) {
        findings.append({Finding::Trouble, u"database"_s, store.error().message, u"As the sentence says."_s});
        return report(findings);
    }
    findings.append({Finding::Well, u"database"_s, u"Open, its schema is up to date, and the key fits."_s, {}});
    const auto examined = wait<Examined>(**store, [](core::UnitOfWork &uow) {
        return Examined{uow.shop().load(), countQueues(uow)};
    });
    if (!examined)
        return fail(examined.error());
    findings.append(serverFinding(*options));
    findings += checkAddresses(*options, examined->shop);
    findings += checkBots(examined->shop, catalog);
    findings += checkPools(examined->shop);
    findings += checkQueues(examined->queues);
    return report(findings);
}

int DoctorCommand::report(const QList<Finding> &findings) const
{
    QJsonArray array;
    bool trouble = false;
    for (const Finding &finding : findings) {
        trouble |= finding.level == Finding::Trouble;
        array.append(finding.toJson());
        if (m_json)
            continue;
        print(u"%1 %2: %3"_s.arg(levelName(finding.level), -8).arg(finding.subject, finding.text));
        if (!finding.remedy.isEmpty())
            print(u"         → "_s + finding.remedy);
    }
    if (m_json)
        std::fputs(QJsonDocument(array).toJson().constData(), stdout);
    return trouble ? Failed : Done;
}

} // namespace rastro::server
