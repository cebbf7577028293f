// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/api/bottoken.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace rastro::telegram {

namespace {

constexpr qint64 largestBotId = qint64(1) << 54;
constexpr qsizetype longestToken = 80;

} // namespace

std::optional<BotToken> BotToken::parse(const QString &text)
{
    static const QRegularExpression shape(u"^([1-9][0-9]{0,16}):[^/\\s\\p{C}]+\\z"_s);
    const auto match = shape.match(text);
    if (text.size() > longestToken || !match.hasMatch())
        return {};
    BotToken token;
    token.m_text = text;
    token.m_botId = match.captured(1).toLongLong();
    if (token.m_botId > largestBotId)
        return {};
    return token;
}

QString withoutTokens(QString text)
{
    static const QRegularExpression token(u"(\\d+):[A-Za-z0-9_-]{8,}"_s);
    return text.replace(token, u"\\1:***"_s);
}

} // namespace rastro::telegram
