// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"

#include <QtCore/QByteArray>
#include <QtCore/QHash>
#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <QtCore/QString>

namespace rastro::sandbox {

/// A person who plays with the bots. The same person is one chat on every bot (Bot API, User).
struct SandboxPerson
{
    qint64 id = 0;
    QString firstName;
    QString username;
    QString languageCode;

    [[nodiscard]] QJsonObject toUser() const;
    [[nodiscard]] QJsonObject toChat() const;
};

/// One line of a chat: a Message as the Bot API shows it, and whose it is.
struct ChatLine
{
    QJsonObject message;
    bool fromBot = false;
    qint64 id = 0;
};

/// The private chat of one person with one bot.
struct SandboxChat
{
    SandboxPerson person;
    QString linkParameter;    ///< Of the link that opened it, for the Start button.
    bool started = false;     ///< The person has pressed Start: the bot may write.
    bool blocked = false;     ///< The person has stopped the bot.
    bool deactivated = false; ///< The person's account is gone.
    QList<ChatLine> lines;
    qint64 nextMessageId = 1;

    /// Appends a line and returns its message with id, chat and date.
    QJsonObject append(QJsonObject message, bool fromBot, Micros now);
    [[nodiscard]] ChatLine *line(qint64 messageId);
};

/// A button that was pressed and waits for answerCallbackQuery.
struct PressedButton
{
    QString callbackId;
    qint64 personId = 0;
    Micros pressedAt = 0;
    bool answered = false;
    QString answer; ///< What the bot said to it.
    bool alert = false;
};

} // namespace rastro::sandbox
