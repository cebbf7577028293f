// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/applycommand.h"

#include "server/runtime/store.h"
#include "server/shopfile/applyshop.h"

#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

constexpr qint64 largestFile = 16 * 1024 * 1024;

Result<QByteArray> readFile(const QString &name)
{
    QFile file(name);
    const bool open = name == u"-" ? file.open(stdin, QFile::ReadOnly) : file.open(QFile::ReadOnly);
    if (!open)
        return failure(u"options.file"_s, u"“%1” cannot be read: %2."_s.arg(name, file.errorString()));
    const auto bytes = file.read(largestFile + 1);
    if (bytes.size() > largestFile)
        return failure(u"shop.too_large"_s, u"“%1” is larger than 16 MiB: that is no shop file."_s.arg(name));
    return bytes;
}

} // namespace

void ApplyCommand::addTo(CLI::App &app)
{
    auto *command = create(app, "apply", "Make the shop that of a file");
    command->add_option("file", m_file, "The shop file, - for standard input")->required()->type_name("FILE");
    command->footer("The file is described by share/rastro/shop.schema.json. Applying twice changes nothing.");
}

int ApplyCommand::run()
{
    const auto options = m_options.judge();
    if (!options)
        return fail(options.error());
    const auto bytes = readFile(QString::fromStdString(m_file));
    if (!bytes)
        return fail(bytes.error());
    plugins::PluginCatalog catalog;
    catalog.scan(options->pluginFolders);
    const auto document = ShopDocument::parse(*bytes, catalog, askOnTerminal);
    if (!document)
        return fail(document.error());
    const auto store = openStore(*options);
    if (!store)
        return fail(store.error());
    const auto changes = wait<QStringList>(
        **store, [&](core::UnitOfWork &uow) { return applyShop(uow, *document, uow.shop().workspace(u"default"_s)); });
    if (!changes)
        return fail(changes.error());
    for (const QString &change : *changes)
        print(change);
    if (changes->isEmpty())
        print(u"Nothing to change."_s);
    return Done;
}

void ExportCommand::addTo(CLI::App &app)
{
    create(app, "export", "Print the shop as a file for apply; secrets are references")
        ->footer("Secrets that were given as text become {\"env\": \"RASTRO_…\"}: set them where you apply.");
}

int ExportCommand::run()
{
    const auto options = m_options.judge();
    if (!options)
        return fail(options.error());
    plugins::PluginCatalog catalog;
    catalog.scan(options->pluginFolders);
    const auto store = openPresentStore(*options);
    if (!store)
        return fail(store.error());
    const auto shop = wait<QJsonObject>(**store, [&](core::UnitOfWork &uow) {
        return exportShop(uow.shop().load(), uow.shop().workspace(u"default"_s), catalog);
    });
    if (!shop)
        return fail(shop.error());
    std::fputs(QJsonDocument(*shop).toJson(QJsonDocument::Indented).constData(), stdout);
    return Done;
}

} // namespace rastro::server
