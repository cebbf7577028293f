// SPDX-License-Identifier: GPL-3.0-or-later
#include "funnel/shopfront.h"

#include "server/shopfile/applyshop.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;

namespace rastro::test {

namespace {

constexpr char secondToken[] = "555666777:second-bot-of-the-test-shop-00000000";

QByteArray secondShop(qint64 price)
{
    const QJsonObject offer{
        {u"key"_s, u"vip"_s}, {u"title"_s, u"Second"_s}, {u"price"_s, price}, {u"deliver"_s, u"a text"_s}};
    const QJsonObject sandbox{{u"expires_in_seconds"_s, Shopfront::SecondBotsExpiry}};
    const QJsonObject bot{{u"key"_s, u"second"_s},
                          {u"token"_s, QLatin1StringView(secondToken)},
                          {u"offers"_s, QJsonArray{offer}},
                          {u"plugins"_s, QJsonObject{{u"tracking"_s, QJsonObject{}}, {u"sandbox"_s, sandbox}}}};
    return QJsonDocument({{u"rastro"_s, 1}, {u"bots"_s, QJsonArray{bot}}}).toJson();
}

bool sells(const core::Shop &shop, qint64 price)
{
    const auto isOffer = [&](const core::Bot &bot) {
        const auto offers = shop.currentOffers(bot.id);
        return bot.key == u"second" && !bot.username.isEmpty() && offers.size() == 1 &&
               offers.first().price.minor == price;
    };
    return std::any_of(shop.bots.begin(), shop.bots.end(), isOffer) && !shop.bots.first().username.isEmpty();
}

QJsonObject firstButton(const sandbox::ChatLine &line)
{
    return line.message[u"reply_markup"_s][u"inline_keyboard"_s][0][0].toObject();
}

} // namespace

bool Shopfront::open()
{
    server::OptionTexts options;
    options.database = m_where.url();
    m_demo = std::make_unique<server::DemoInstallation>(u"127.0.0.1:0"_s, options);
    const auto started = m_demo->start();
    if (!started)
        qWarning("%s", qPrintable(started.error().message));
    m_demo->world().telegram().addBot(QLatin1StringView(secondToken), QLatin1StringView(SecondBot), u"Second"_s);
    return started && sellOnSecondBot(2900);
}

bool Shopfront::sellOnSecondBot(qint64 price)
{
    auto &runtime = m_demo->runtime();
    const auto document = server::ShopDocument::parse(secondShop(price), runtime.catalog(), {});
    if (!document) {
        qWarning("%s", qPrintable(document.error().message));
        return false;
    }
    const auto applied = server::wait<QStringList>(runtime.database(), [&](core::UnitOfWork &uow) {
        return server::applyShop(uow, *document, uow.shop().workspace(u"default"_s));
    });
    return applied && waitUntil([&] { return sells(*runtime.shop().get(), price); });
}

void Shopfront::bankBehaves(QJsonObject behaviour)
{
    behaviour.insert(u"reset"_s, true);
    const auto body = QJsonDocument(behaviour).toJson();
    const auto answer = m_demo->bank().handle("POST", u"/sandbox/behaviour"_s, {}, {}, body);
    if (answer.status != 200)
        qFatal("the bank refuses to behave so: %s", answer.body.constData());
}

void Shopfront::press(qint64 personId, const QString &data)
{
    auto &telegram = m_demo->world().telegram();
    auto &bot = *telegram.bot(QLatin1StringView(server::DemoInstallation::BotUsername));
    const auto person = bot.chats[personId].person;
    const QJsonObject message{{u"message_id"_s, 1}, {u"date"_s, 1}, {u"chat"_s, person.toChat()}};
    const QJsonObject query{{u"id"_s, QString::number(personId * 1000 + 1)},
                            {u"from"_s, person.toUser()},
                            {u"message"_s, message},
                            {u"chat_instance"_s, u"1"_s},
                            {u"data"_s, data}};
    auto json = QJsonDocument(QJsonObject{{u"callback_query"_s, query}}).toJson(QJsonDocument::Compact);
    json.insert(1, "\"update_id\":%1,");
    telegram.injectUpdate(bot.id, json);
}

QList<sandbox::ChatLine> Shopfront::lines(qint64 personId, const QString &botUsername)
{
    auto &telegram = m_demo->world().telegram();
    const auto username =
        botUsername.isEmpty() ? QString::fromLatin1(server::DemoInstallation::BotUsername) : botUsername;
    auto all = telegram.messages(telegram.bot(username)->id, personId);
    all.removeIf([](const sandbox::ChatLine &line) { return !line.fromBot; });
    return all;
}

QString Shopfront::offerButton(qint64 personId, const QString &botUsername)
{
    QString data;
    for (const sandbox::ChatLine &line : lines(personId, botUsername)) {
        if (const auto found = firstButton(line)[u"callback_data"_s].toString(); !found.isEmpty())
            data = found;
    }
    return data;
}

QStringList Shopfront::texts(qint64 personId, const QString &botUsername)
{
    QStringList texts;
    for (const sandbox::ChatLine &line : lines(personId, botUsername))
        texts.append(line.message[u"text"_s].toString() + line.message[u"caption"_s].toString());
    return texts;
}

QStringList Shopfront::links(qint64 personId)
{
    QStringList links;
    for (const sandbox::ChatLine &line : lines(personId, {})) {
        if (const auto url = firstButton(line)[u"url"_s].toString(); !url.isEmpty())
            links.append(url);
    }
    return links;
}

QList<core::TrailEntry> Shopfront::steps(const core::PaymentRow &payment, const QString &step)
{
    auto trail = read<QList<core::TrailEntry>>(
        [id = payment.payment.id](core::UnitOfWork &uow) { return uow.trail().byPayment(id); });
    trail.removeIf([&](const core::TrailEntry &entry) { return entry.step != step; });
    return trail;
}

} // namespace rastro::test
