// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/telegram/sandboxchat.h"

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

QJsonObject SandboxPerson::toUser() const
{
    QJsonObject user{{u"id"_s, id}, {u"is_bot"_s, false}, {u"first_name"_s, firstName}};
    if (!username.isEmpty())
        user[u"username"_s] = username;
    if (!languageCode.isEmpty())
        user[u"language_code"_s] = languageCode;
    return user;
}

QJsonObject SandboxPerson::toChat() const
{
    QJsonObject chat{{u"id"_s, id}, {u"type"_s, u"private"_s}, {u"first_name"_s, firstName}};
    if (!username.isEmpty())
        chat[u"username"_s] = username;
    return chat;
}

QJsonObject SandboxChat::append(QJsonObject message, bool fromBot, Micros now)
{
    const qint64 id = nextMessageId++;
    message[u"message_id"_s] = id;
    message[u"chat"_s] = person.toChat();
    message[u"date"_s] = now / 1'000'000;
    lines.append({message, fromBot, id});
    return message;
}

ChatLine *SandboxChat::line(qint64 messageId)
{
    for (ChatLine &line : lines) {
        if (line.id == messageId)
            return &line;
    }
    return nullptr;
}

} // namespace rastro::sandbox
