// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/telegram/personside.h"

#include <QtCore/QRandomGenerator>
#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

namespace {

QJsonArray entitiesOf(const QString &text)
{
    static const QRegularExpression command(u"^/[a-z0-9_]{1,32}(@\\w+)?"_s, QRegularExpression::CaseInsensitiveOption);
    const auto match = command.match(text);
    if (!match.hasMatch())
        return {};
    return {QJsonObject{{u"type"_s, u"bot_command"_s}, {u"offset"_s, 0}, {u"length"_s, match.capturedLength()}}};
}

QJsonObject memberOf(const SandboxBot &bot, bool isThere)
{
    QJsonObject member{{u"user"_s, bot.toUser()}, {u"status"_s, isThere ? u"member"_s : u"kicked"_s}};
    if (!isThere)
        member[u"until_date"_s] = 0;
    return member;
}

} // namespace

PersonSide::PersonSide(const Clock &clock, std::function<void(SandboxBot &)> onUpdate)
    : m_clock(clock)
    , m_onUpdate(std::move(onUpdate))
{
}

SandboxChat &PersonSide::openLink(SandboxBot &bot, const QString &parameter, const SandboxPerson &person)
{
    SandboxChat &chat = bot.chats[person.id];
    chat.person = person;
    chat.linkParameter = parameter;
    return chat;
}

void PersonSide::pressStart(SandboxBot &bot, qint64 personId)
{
    SandboxChat &chat = bot.chats[personId];
    const QString parameter = std::exchange(chat.linkParameter, {});
    sendText(bot, personId, parameter.isEmpty() ? u"/start"_s : u"/start "_s + parameter);
}

void PersonSide::sendText(SandboxBot &bot, qint64 personId, const QString &text)
{
    SandboxChat &chat = bot.chats[personId];
    if (chat.blocked)
        setBlocked(bot, personId, false);
    chat.person.id = personId;
    chat.started = true;
    QJsonObject message{{u"from"_s, chat.person.toUser()}, {u"text"_s, text}};
    if (const QJsonArray entities = entitiesOf(text); !entities.isEmpty())
        message[u"entities"_s] = entities;
    bot.queue.push(u"message"_s, chat.append(message, false, m_clock.now()), m_clock.now());
    m_onUpdate(bot);
}

PersonSide::Result PersonSide::pressButton(SandboxBot &bot, qint64 personId, qint64 messageId, int row, int column)
{
    SandboxChat &chat = bot.chats[personId];
    const ChatLine *line = chat.line(messageId);
    if (line == nullptr)
        return tl::unexpected(u"There is no message %1 in this chat."_s.arg(messageId));
    const QJsonObject button =
        line->message["reply_markup"_L1]["inline_keyboard"_L1].toArray().at(row).toArray().at(column).toObject();
    if (button.contains("callback_data"_L1))
        return pressCallback(bot, chat, *line, button["callback_data"_L1].toString());
    if (button.contains("copy_text"_L1))
        return PressResult{PressResult::Kind::Copied, button["copy_text"_L1]["text"_L1].toString()};
    if (button.contains("url"_L1))
        return PressResult{PressResult::Kind::Opened, button["url"_L1].toString()};
    return tl::unexpected(u"Message %1 has no button in row %2, column %3."_s.arg(messageId).arg(row).arg(column));
}

PersonSide::Result PersonSide::pressCallback(SandboxBot &bot, SandboxChat &chat, const ChatLine &line,
                                             const QString &data)
{
    const QString id = QString::number(QRandomGenerator::system()->generate64());
    bot.pressed.insert(id, {id, chat.person.id, m_clock.now()});
    bot.queue.push(u"callback_query"_s,
                   {{u"id"_s, id},
                    {u"from"_s, chat.person.toUser()},
                    {u"message"_s, line.message},
                    {u"chat_instance"_s, QString::number(bot.id ^ chat.person.id)},
                    {u"data"_s, data}},
                   m_clock.now());
    m_onUpdate(bot);
    return PressResult{PressResult::Kind::Callback, id};
}

void PersonSide::setBlocked(SandboxBot &bot, qint64 personId, bool blocked)
{
    SandboxChat &chat = bot.chats[personId];
    chat.blocked = blocked;
    bot.queue.push(u"my_chat_member"_s,
                   {{u"chat"_s, chat.person.toChat()},
                    {u"from"_s, chat.person.toUser()},
                    {u"date"_s, m_clock.nowSeconds()},
                    {u"old_chat_member"_s, memberOf(bot, blocked)},
                    {u"new_chat_member"_s, memberOf(bot, !blocked)}},
                   m_clock.now());
    m_onUpdate(bot);
}

} // namespace rastro::sandbox
