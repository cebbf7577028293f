// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/poolscommand.h"

#include "core/click/adlink.h"
#include "core/click/recentloads.h"
#include "server/pools/poollist.h"
#include "server/pools/poolswitch.h"
#include "server/runtime/publicurls.h"
#include "server/runtime/store.h"
#include "server/runtime/systemclock.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QLocale>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

struct Seen
{
    core::Shop shop;
    core::BotLoads loads;
};

bool speaksPortuguese()
{
    return QLocale::system().name().startsWith(u"pt"_s);
}

} // namespace

void PoolsCommand::addTo(CLI::App &app)
{
    auto *command =
        create(app, "pools", "List the redirect pools with health, load and counts; switch them; link them");
    command->add_flag("--json", m_json, "Print JSON");
    command->require_subcommand(0, 1);
    const auto add = [&](const char *name, const char *help) {
        auto *sub = command->add_subcommand(name, help);
        sub->fallthrough();
        sub->add_option("slug", m_slug, "The pool")->required()->type_name("SLUG");
        return sub;
    };
    m_enable = add("enable", "Switch a pool, or one bot in it, on; a running server follows within a second");
    m_disable = add("disable", "Switch a pool, or one bot in it, off; a running server follows within a second");
    for (auto *sub : {m_enable, m_disable})
        sub->add_option("bot", m_bot, "Key of a bot of the pool: only this one")->type_name("BOT");
    m_link = add("link", "Print the address and the URL parameters for an ad (o endereço e os parâmetros de URL de um "
                         "anúncio)");
    std::vector<std::string> sources;
    for (const QString &source : core::adSources())
        sources.push_back(source.toStdString());
    m_link->add_option("--source", m_source, "The ad platform: meta, tiktok, google or kwai [meta]")
        ->check(CLI::IsMember(sources))
        ->type_name("");
    command->footer("enable and disable hold until the next change of the shop file is applied.");
}

int PoolsCommand::run()
{
    const auto options = m_options.judge();
    if (!options)
        return fail(options.error());
    if (m_link->parsed())
        return link(*options);
    if (m_enable->parsed() || m_disable->parsed())
        return change(*options, m_enable->parsed());
    return list(*options);
}

int PoolsCommand::list(const ServerOptions &options) const
{
    const auto store = openPresentStore(options);
    if (!store)
        return fail(store.error());
    const auto seen = wait<Seen>(**store, [now = SystemClock().now()](core::UnitOfWork &uow) {
        return Seen{uow.shop().load(), core::recentLoads(uow, now)};
    });
    if (!seen)
        return fail(seen.error());
    if (m_json) {
        std::fputs(QJsonDocument(poolsAsJson(seen->shop, seen->loads)).toJson().constData(), stdout);
        return Done;
    }
    if (seen->shop.pools.isEmpty())
        print(u"There is no pool yet. Describe one in a shop file and apply it."_s);
    for (const QString &line : poolsAsLines(seen->shop, seen->loads))
        print(line);
    return Done;
}

int PoolsCommand::change(const ServerOptions &options, bool enabled) const
{
    const auto store = openPresentStore(options);
    if (!store)
        return fail(store.error());
    const auto changed = wait<Result<QString>>(**store, [&](core::UnitOfWork &uow) {
        return switchPool(uow, QString::fromStdString(m_slug), QString::fromStdString(m_bot), enabled);
    });
    if (!changed)
        return fail(changed.error());
    if (!*changed)
        return fail(changed->error());
    print(**changed);
    return Done;
}

int PoolsCommand::link(const ServerOptions &options) const
{
    const auto store = openPresentStore(options);
    if (!store)
        return fail(store.error());
    const auto shop = wait<core::Shop>(**store, [](core::UnitOfWork &uow) { return uow.shop().load(); });
    if (!shop)
        return fail(shop.error());
    const auto slug = QString::fromStdString(m_slug);
    if (!shop->poolBySlug(slug))
        return fail(unknownPool(*shop, slug).value());
    const auto source = QString::fromStdString(m_source);
    const core::AdTemplate given = core::adTemplate(source).value();
    const QString base = presentPublicUrl(publicUrls(options, *shop), *shop);
    const QString address = core::adLink(base, slug);
    const QString whole = core::adLink(base, slug, given.parameters);
    if (m_json) {
        const QJsonObject json{
            {u"source"_s, source}, {u"url"_s, address}, {u"url_parameters"_s, given.parameters}, {u"link"_s, whole}};
        std::fputs(QJsonDocument(json).toJson().constData(), stdout);
        return Done;
    }
    const bool portuguese = speaksPortuguese();
    print((portuguese ? u"Endereço:       "_s : u"Address:        "_s) + address);
    print((portuguese ? u"Parâmetros:     "_s : u"URL parameters: "_s) + given.parameters);
    print((portuguese ? u"Onde colar:     "_s : u"Where to paste: "_s) + (portuguese ? given.placePt : given.placeEn));
    print((portuguese ? u"Tudo junto:     "_s : u"All in one:     "_s) + whole);
    if (QUrl(base).scheme() != u"https")
        std::fprintf(stderr, "%s\n",
                     portuguese
                         ? "rastro: este endereço não é https: um anúncio não chega até ele. Informe o público em "
                           "\"public_urls\" do arquivo da loja ou em --public-url."
                         : "rastro: this address is not https: no ad leads to it. Give the public one as "
                           "\"public_urls\" in the shop file or by --public-url.");
    if (!shop->poolBySlug(slug)->active)
        std::fprintf(stderr, "%s\n",
                     portuguese ? "rastro: este pool está desligado: quem clica vê uma página sem caminho."
                                : "rastro: this pool is disabled: who clicks sees a page without a way on.");
    return Done;
}

} // namespace rastro::server
