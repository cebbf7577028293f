// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/telegram/apicall.h"

#include <QtCore/QJsonArray>

namespace rastro::sandbox {

class SandboxTelegram;
struct SandboxBot;
struct SandboxChat;

/// The people's side of the sandbox as JSON over HTTP, for the demo's chat page and for tests of the whole program:
///
/// | request under /sandbox/telegram            | body                            | answer                          |
/// |--------------------------------------------|---------------------------------|---------------------------------|
/// | GET  /bots                                 |                                 | bots with id, username, name    |
/// | POST /chats/<bot>/<person>/open            | parameter, first_name, language | the chat                        |
/// | GET  /chats/<bot>/<person>                 |                                 | the chat with its messages      |
/// | POST /chats/<bot>/<person>/start           |                                 | the chat                        |
/// | POST /chats/<bot>/<person>/text            | text                            | the chat                        |
/// | POST /chats/<bot>/<person>/press           | message, row, column            | kind, value                     |
/// | POST /chats/<bot>/<person>/block           | blocked                         | the chat                        |
/// | GET  /photos/<bot>/<file id>               |                                 | the image                       |
/// | GET  /calls                                |                                 | calls of methods, oldest first  |
/// | POST /faults                               | kind, method, times, …          | {}                              |
///
/// <bot> is a bot's id or username. Errors are {"error": sentence}.
class ChatViews
{
public:
    explicit ChatViews(SandboxTelegram &telegram)
        : m_telegram(telegram)
    {
    }

    [[nodiscard]] HttpReply answer(const QByteArray &method, const QString &path, const QByteArray &query,
                                   const QByteArray &body);

private:
    [[nodiscard]] HttpReply bots() const;
    [[nodiscard]] HttpReply calls() const;
    [[nodiscard]] HttpReply photo(const QStringList &parts) const;
    [[nodiscard]] HttpReply addFault(const QJsonObject &wish);
    [[nodiscard]] HttpReply chat(const QStringList &parts, bool isPost, const QJsonObject &wish);
    [[nodiscard]] HttpReply act(SandboxBot &bot, qint64 personId, const QString &action, const QJsonObject &wish);
    [[nodiscard]] SandboxBot *botNamed(const QString &name) const;

    SandboxTelegram &m_telegram;
};

} // namespace rastro::sandbox
