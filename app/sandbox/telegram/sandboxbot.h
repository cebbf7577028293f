// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/telegram/callrate.h"
#include "sandbox/telegram/sandboxchat.h"
#include "sandbox/telegram/updatequeue.h"

#include <QtCore/QJsonArray>
#include <QtCore/QUrl>
#include <map>

namespace rastro::sandbox {

/// What a bot said about its webhook (Bot API, setWebhook, WebhookInfo).
struct WebhookSetting
{
    QUrl url; ///< Empty: none.
    QString secret;
    int maxConnections = 40;
    qint64 lastErrorDate = 0;
    QString lastErrorMessage;
};

/// Limits of the sandbox: Telegram's own, as far as they are known. A test may set others.
struct SandboxLimits
{
    int chatBurst = 5; ///< Messages to a chat at once; then one a second.
    int setWebhookBurst = 1;
    bool strictWebhookUrl = false; ///< https and the four ports only; off: as a local Bot API server takes it.
};

/// One bot as Telegram knows it: a plain record. What may be done to it stands in BotMethods and PersonSide.
struct SandboxBot
{
    qint64 id = 0;
    QString token;
    QString username;
    QString name;
    bool revoked = false;

    UpdateQueue queue;
    WebhookSetting webhook;
    std::map<qint64, SandboxChat> chats;  ///< By the person's id.
    std::map<qint64, CallRate> chatRates; ///< By chat id.
    CallRate webhookRate{1, std::chrono::seconds(1)};
    QHash<QString, PressedButton> pressed; ///< By callback id.
    QHash<QString, QByteArray> files;      ///< Uploaded photos by file_id.
    QJsonArray commands;

    [[nodiscard]] QJsonObject toUser() const;
};

} // namespace rastro::sandbox
