// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/telegram/sandboxbot.h"

#include <functional>
#include <tl/expected.hpp>

namespace rastro::sandbox {

/// What pressing a button did to the person.
struct PressResult
{
    enum class Kind {
        Callback, ///< The bot was told; `value` is the callback's id.
        Copied,   ///< `value` is now in the clipboard.
        Opened    ///< `value` is the page that opens.
    };

    Kind kind = Kind::Callback;
    QString value;
};

/// What people do in their Telegram apps: open links, press Start and buttons, write, block. Each queues the update
/// that Telegram would send. Errors are sentences. Core thread only.
class PersonSide
{
public:
    using Result = tl::expected<PressResult, QString>;

    /// `onUpdate` hears of every bot that got an update. `clock` must outlive it.
    PersonSide(const Clock &clock, std::function<void(SandboxBot &)> onUpdate);

    /// Opens https://t.me/<bot>?start=<parameter>: the chat appears, with a Start button. Nothing is sent yet.
    SandboxChat &openLink(SandboxBot &bot, const QString &parameter, const SandboxPerson &person);

    /// Presses Start in a chat that was opened: sends "/start <parameter>" once, "/start" from then on.
    void pressStart(SandboxBot &bot, qint64 personId);

    /// Writes to the bot. A leading command is marked as one (Bot API, MessageEntity, bot_command).
    void sendText(SandboxBot &bot, qint64 personId, const QString &text);

    /// Presses a button under a message, counted from 0.
    [[nodiscard]] Result pressButton(SandboxBot &bot, qint64 personId, qint64 messageId, int row, int column);

    /// Stops the bot, or lets it write again.
    void setBlocked(SandboxBot &bot, qint64 personId, bool blocked);

private:
    [[nodiscard]] Result pressCallback(SandboxBot &bot, SandboxChat &chat, const ChatLine &line, const QString &data);

    const Clock &m_clock;
    const std::function<void(SandboxBot &)> m_onUpdate;
};

} // namespace rastro::sandbox
