// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/attribution.h"

#include <optional>

namespace rastro::core {

/// Table `bot_users`: one person on one bot. The same person on two bots is two rows.
struct BotUser
{
    qint64 id = 0;
    qint64 botId = 0;
    qint64 telegramUserId = 0;
    QString firstName;
    QString username;
    QString languageCode;
    std::optional<TrackingToken> trackingSessionId;
    QString fbclid;
    QString fbp;
    QString fbc;
    Utm utm;
    QString ipAddress;
    QString userAgent;
    QString externalId;      ///< Minted with the row: identifies an organic buyer to pixels.
    QString attributionRule; ///< Rule that found the present token; empty: never decided.
    bool reachable = true;   ///< False after 403: queued sends are dropped, /start brings it back.
    Micros firstInteraction = 0;
    Micros lastInteraction = 0;
    Micros erasedAt = 0; ///< When everything known until then was erased on request; 0: never, or known anew since.
};

/// One entry of the history of touches: every binding, also those that changed nothing.
struct Touch
{
    qint64 botId = 0;
    qint64 telegramUserId = 0;
    QString token; ///< Empty: organic.
    QString fbclid;
    QString rule;
    QString source; ///< "start" or "redirect".
    Micros at = 0;
};

class UserStore
{
public:
    virtual ~UserStore() = default;

    /// Inserts the person or refreshes names, language and last_interaction, and returns the row as it is now.
    [[nodiscard]] virtual BotUser upsert(const BotUser &user) = 0;
    [[nodiscard]] virtual std::optional<BotUser> find(qint64 botId, qint64 telegramUserId) = 0;
    [[nodiscard]] virtual std::optional<BotUser> byId(qint64 id) = 0;
    /// All rows of one Telegram person in a workspace, for `rastro trace --user`.
    [[nodiscard]] virtual QList<BotUser> byTelegramId(qint64 workspaceId, qint64 telegramUserId) = 0;
    /// Stores token, fbclid, fbp, fbc, UTMs, address and rule.
    virtual void saveAttribution(const BotUser &user) = 0;
    virtual void setReachable(qint64 botId, qint64 telegramUserId, bool reachable) = 0;
    virtual void addTouch(const Touch &touch) = 0;
    [[nodiscard]] virtual QList<Touch> touches(qint64 botId, qint64 telegramUserId) = 0;
};

} // namespace rastro::core
