// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/demo/demoinstallation.h"

#include "server/shopfile/applyshop.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

// Public, and worth nothing outside of this process.
constexpr char demoToken[] = "100200300:demo-token-of-the-built-in-sandbox00";
constexpr char demoAccessToken[] = "demo-access-token";

Result<ServerOptions> demoOptions(const QString &folder, const QString &listen, OptionTexts texts)
{
    texts.data = folder;
    texts.listen = listen;
    texts.trustedProxies = u"127.0.0.1,::1"_s; // the buyers of --auto come as through a proxy of this machine
    auto options = judgeOptions(texts);
    if (options && !options->listenAddress.isLoopback())
        return failure(u"options.listen"_s,
                       u"--listen: the demo makes up payments, so it serves this machine only: 127.0.0.1:PORT."_s);
    return options;
}

QByteArray demoShop(const QUrl &origin)
{
    auto shop = ShopDocument::resource(u"demo-shop.json"_s);
    auto bots = shop[u"bots"_s].toArray();
    auto bot = bots[0].toObject();
    auto plugins = bot[u"plugins"_s].toObject();
    plugins[u"meta"_s] = QJsonObject{{u"pixel_id"_s, QLatin1StringView(DemoInstallation::PixelId)},
                                     {u"access_token"_s, QLatin1StringView(demoAccessToken)},
                                     {u"base_url"_s, SandboxWorld::metaApi(origin).toString()},
                                     {u"image_base_url"_s, SandboxWorld::metaApi(origin).toString()},
                                     {u"script_url"_s, SandboxWorld::metaScript(origin).toString()}};
    bot[u"plugins"_s] = plugins;
    bot[u"token"_s] = QLatin1StringView(demoToken);
    bot.remove(u"welcome"_s); // the bot then greets each person in their language
    bots[0] = bot;
    shop[u"bots"_s] = bots;
    return QJsonDocument(shop).toJson();
}

} // namespace

DemoInstallation::DemoInstallation(const QString &listen, OptionTexts more)
    : m_listen(listen)
    , m_more(std::move(more))
{
}

DemoInstallation::~DemoInstallation()
{
    if (m_world)
        m_world->telegram().endPolls(); // or the server would wait for its own question to itself
    if (m_runtime)
        m_runtime->stop();
}

QUrl DemoInstallation::adLink() const
{
    auto link = m_runtime->options().localUrl;
    link.setPath(u"/go/demo"_s);
    link.setQuery(u"utm_source=FB&utm_medium=feed&utm_campaign=demo&utm_content=ad-1&utm_term=stories&fbclid="
                  "IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk_aem_demo"_s);
    return link;
}

Result<void> DemoInstallation::start(const Runtime::MoreRoutes &more)
{
    auto options = demoOptions(m_folder.path(), m_listen, m_more);
    if (!options)
        return tl::unexpected<Error>(options.error());
    m_runtime = std::make_unique<Runtime>(*options);
    m_world = std::make_unique<SandboxWorld>(m_runtime->clock(), m_runtime->http());
    m_world->telegram().addBot(QLatin1StringView(demoToken), QLatin1StringView(BotUsername), u"Loja Rastro"_s);
    m_world->meta().addPixel(QLatin1StringView(PixelId), QLatin1StringView(demoAccessToken));
    const auto started = m_runtime->start(
        [&](web::Router &router) {
            m_world->addTo(router);
            m_bank.addTo(router, *m_runtime);
            if (more)
                more(router);
        },
        [](ServerOptions &known) {
            known.telegramApi = SandboxWorld::telegramApi(known.localUrl);
            known.telegramLink = known.localUrl;
            known.telegramLink.setPath(u"/t.me"_s);
        });
    return started ? applyShop() : started;
}

bool DemoInstallation::isBotKnown() const
{
    const auto shop = m_runtime->shop().get();
    return !shop->bots.isEmpty() && !shop->bots.first().username.isEmpty();
}

Result<void> DemoInstallation::applyShop()
{
    const auto document = ShopDocument::parse(demoShop(m_runtime->options().localUrl), m_runtime->catalog(), {});
    if (!document)
        return tl::unexpected<Error>(document.error());
    const auto changes = wait<QStringList>(m_runtime->database(), [&](core::UnitOfWork &uow) {
        return server::applyShop(uow, *document, uow.shop().workspace(u"default"_s));
    });
    return changes ? Result<void>() : tl::unexpected<Error>(changes.error());
}

} // namespace rastro::server
