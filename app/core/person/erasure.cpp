// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/person/erasure.h"

#include <QtCore/QJsonArray>

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

QList<BotUser> usersIn(UnitOfWork &uow, const PersonScope &scope)
{
    QList<BotUser> users = uow.users().byTelegramId(scope.workspaceId, scope.telegramUserId);
    users.removeIf([&](const BotUser &user) { return scope.botId != 0 && user.botId != scope.botId; });
    return users;
}

PersonKey keyOf(const PersonScope &scope, const BotUser &user)
{
    return {scope.workspaceId, user.botId, user.telegramUserId};
}

void note(UnitOfWork &uow, const PersonKey &person, Micros now)
{
    uow.trail().add({.workspaceId = person.workspaceId,
                     .at = now,
                     .step = u"person.erased"_s,
                     .botId = person.botId,
                     .telegramUserId = person.telegramUserId,
                     .text = u"All that identified this person was erased on request; payments keep their amounts."_s});
}

} // namespace

QJsonObject exportPerson(UnitOfWork &uow, const PersonScope &scope)
{
    const Shop shop = uow.shop().load();
    QJsonArray bots;
    for (const BotUser &user : usersIn(uow, scope)) {
        const Bot *bot = shop.bot(user.botId);
        QJsonObject all{{u"bot"_s, bot ? bot->key : QString::number(user.botId)}};
        const QJsonObject tables = uow.people().everythingAbout(keyOf(scope, user));
        for (auto table = tables.begin(); table != tables.end(); ++table)
            all.insert(table.key(), table.value());
        bots.append(all);
    }
    return {{u"telegram_user_id"_s, scope.telegramUserId}, {u"bots"_s, bots}};
}

PersonClicks clicksOfPerson(UnitOfWork &uow, const PersonScope &scope)
{
    PersonClicks found;
    for (const BotUser &user : usersIn(uow, scope)) {
        found.clicks += uow.people().clicksOf(keyOf(scope, user));
        for (const TrackingToken &token : uow.people().tokensOf(keyOf(scope, user))) {
            if (!uow.clicks().byToken(scope.workspaceId, token))
                found.unstored.append(token);
        }
    }
    return found;
}

void noteErasure(UnitOfWork &uow, const PersonScope &scope, Micros now)
{
    for (const BotUser &user : usersIn(uow, scope)) {
        const PersonKey person = keyOf(scope, user);
        uow.people().noteErasure(person, uow.people().clicksOf(person), now);
    }
}

int erasePerson(UnitOfWork &uow, const PersonScope &scope, Micros now)
{
    const auto users = usersIn(uow, scope);
    for (const BotUser &user : users) {
        const PersonKey person = keyOf(scope, user);
        uow.people().erase(person, uow.people().clicksOf(person), now);
        if (user.erasedAt == 0)
            note(uow, person, now);
    }
    return static_cast<int>(users.size());
}

} // namespace rastro::core
