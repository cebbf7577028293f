// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <optional>

namespace rastro::telegram {

/// A bot's token: a secret that also names the bot. Only parse() makes one, so a malformed one cannot be used.
class BotToken
{
public:
    /// What the Bot API server accepts: digits not starting with 0, worth 1..2^54, then ':' and a secret without '/',
    /// 80 characters in all. Whether it is a *valid* token only getMe knows.
    [[nodiscard]] static std::optional<BotToken> parse(const QString &text);

    /// The bot's own Telegram id: known before any call, so that the same bot given twice or a rotated token shows.
    [[nodiscard]] qint64 botId() const { return m_botId; }

    /// The token itself. For URLs to the Bot API only, never for a log.
    [[nodiscard]] const QString &secret() const { return m_text; }

    friend bool operator==(const BotToken &, const BotToken &) = default;

private:
    QString m_text;
    qint64 m_botId = 0;
};

/// `text` with every bot token in it replaced: for error messages that quote what others said.
[[nodiscard]] QString withoutTokens(QString text);

} // namespace rastro::telegram
