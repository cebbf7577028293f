// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>
#include <optional>

namespace rastro::telegram {

/// Who did something (Bot API, User).
struct Person
{
    qint64 id = 0; ///< Up to 52 significant bits; 0: nobody.
    bool isBot = false;
    QString firstName;
    QString username;
    QString languageCode; ///< IETF tag such as "pt-br"; may be empty.
};

/// What Rastro understands of an update (Bot API, Update). Whatever is missing, unknown or of a wrong type is left at
/// its default: reading never fails, and the raw bytes are kept beside it.
struct Update
{
    qint64 id = 0;
    QString kind;  ///< "message", "callback_query", …; "unknown" for what is not one of the Bot API's kinds.
    Person person; ///< Whose mailbox it belongs to: `from`, or for channels nobody.
    qint64 chatId = 0;
    QString chatType;      ///< "private", "group", "supergroup", "channel"; empty: none.
    qint64 messageId = 0;  ///< Of the message, or of the one whose button was pressed.
    qint64 date = 0;       ///< Seconds since 1970; 0: unknown, or a message the bot may not see any more.
    QString text;          ///< Text or caption of a message.
    QString callbackId;    ///< To be answered once, within 150 s.
    QString callbackData;  ///< Untrusted: may be forged, or come from an old message.
    QString memberStatus;  ///< my_chat_member: the bot's new status; "kicked" in a private chat means blocked.
    qint64 migratedTo = 0; ///< The group's new id, from its service message.
    /// What followed /start: empty for a bare /start, nothing if the update is no /start. Untrusted, any text.
    std::optional<QString> startParameter;
};

/// Reads an update. Pure; any bytes.
[[nodiscard]] Update parseUpdate(const QByteArray &raw);

/// The parameter of a /start command (Bot API, Deep linking), nothing if `text` is none. "/start@bot x" counts only
/// for the bot itself; an empty `botUsername` accepts any.
[[nodiscard]] std::optional<QString> startParameterOf(const QString &text, const QString &botUsername = {});

} // namespace rastro::telegram
