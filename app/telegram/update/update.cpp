// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/update/update.h"

#include "telegram/update/updatesplit.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QRegularExpression>
#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace rastro::telegram {

namespace {

// The kinds of Bot API 10.3, Update.
constexpr std::array<QLatin1StringView, 27> kinds = {{
    QLatin1StringView("message"),
    QLatin1StringView("edited_message"),
    QLatin1StringView("channel_post"),
    QLatin1StringView("edited_channel_post"),
    QLatin1StringView("business_connection"),
    QLatin1StringView("business_message"),
    QLatin1StringView("edited_business_message"),
    QLatin1StringView("deleted_business_messages"),
    QLatin1StringView("guest_message"),
    QLatin1StringView("message_reaction"),
    QLatin1StringView("message_reaction_count"),
    QLatin1StringView("inline_query"),
    QLatin1StringView("chosen_inline_result"),
    QLatin1StringView("callback_query"),
    QLatin1StringView("shipping_query"),
    QLatin1StringView("pre_checkout_query"),
    QLatin1StringView("purchased_paid_media"),
    QLatin1StringView("poll"),
    QLatin1StringView("poll_answer"),
    QLatin1StringView("my_chat_member"),
    QLatin1StringView("chat_member"),
    QLatin1StringView("chat_join_request"),
    QLatin1StringView("chat_boost"),
    QLatin1StringView("removed_chat_boost"),
    QLatin1StringView("managed_bot"),
    QLatin1StringView("subscription"),
    QLatin1StringView("stopped_message_generation"),
}};

Person personOf(const QJsonObject &user)
{
    return {user["id"_L1].toInteger(), user["is_bot"_L1].toBool(), user["first_name"_L1].toString(),
            user["username"_L1].toString(), user["language_code"_L1].toString()};
}

void readChat(Update &update, const QJsonObject &chat)
{
    update.chatId = chat["id"_L1].toInteger();
    update.chatType = chat["type"_L1].toString();
}

void readMessage(Update &update, const QJsonObject &message)
{
    readChat(update, message["chat"_L1].toObject());
    update.messageId = message["message_id"_L1].toInteger();
    update.date = message["date"_L1].toInteger();
    update.text = message["text"_L1].toString(message["caption"_L1].toString());
    update.migratedTo = message["migrate_to_chat_id"_L1].toInteger();
}

void readContent(Update &update, const QJsonObject &content)
{
    for (const auto key : {"from"_L1, "user"_L1}) {
        if (update.person.id == 0)
            update.person = personOf(content[key].toObject());
    }
    if (update.kind == u"callback_query"_s) {
        update.callbackId = content["id"_L1].toString();
        update.callbackData = content["data"_L1].toString();
        readMessage(update, content["message"_L1].toObject());
        update.text.clear(); // the bot's own words
        return;
    }
    readMessage(update, content);
    if (update.kind == u"message"_s)
        update.startParameter = startParameterOf(update.text);
    if (update.kind == u"my_chat_member"_s)
        update.memberStatus = content["new_chat_member"_L1].toObject()["status"_L1].toString();
}

} // namespace

std::optional<QString> startParameterOf(const QString &text, const QString &botUsername)
{
    static const QRegularExpression command(u"^/start(?:@(\\w+))?(?:\\s+(.*))?$"_s,
                                            QRegularExpression::DotMatchesEverythingOption);
    const auto match = command.match(text);
    if (!match.hasMatch())
        return {};
    const QString addressee = match.captured(1);
    if (!addressee.isEmpty() && !botUsername.isEmpty() && addressee.compare(botUsername, Qt::CaseInsensitive) != 0)
        return {};
    const QString parameter = match.captured(2).trimmed();
    return parameter.isNull() ? u""_s : parameter;
}

Update parseUpdate(const QByteArray &raw)
{
    Update update;
    update.kind = u"unknown"_s;
    update.id = updateIdOf(raw).value_or(0);
    const QJsonObject object = QJsonDocument::fromJson(raw).object();
    for (auto member = object.begin(); member != object.end(); ++member) {
        if (!member.value().isObject() || std::find(kinds.begin(), kinds.end(), member.key()) == kinds.end())
            continue;
        update.kind = member.key();
        readContent(update, member.value().toObject());
        break;
    }
    return update;
}

} // namespace rastro::telegram
