// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/userstore.h"
#include "storage/statement.h"

namespace rastro::storage {

/// Tables `bot_users` and `touches`.
class SqlUserStore final : public core::UserStore
{
public:
    explicit SqlUserStore(Connection &connection);

    [[nodiscard]] core::BotUser upsert(const core::BotUser &user) override;
    [[nodiscard]] std::optional<core::BotUser> find(qint64 botId, qint64 telegramUserId) override;
    [[nodiscard]] std::optional<core::BotUser> byId(qint64 id) override;
    [[nodiscard]] QList<core::BotUser> byTelegramId(qint64 workspaceId, qint64 telegramUserId) override;
    void saveAttribution(const core::BotUser &user) override;
    void setReachable(qint64 botId, qint64 telegramUserId, bool reachable) override;
    void addTouch(const core::Touch &touch) override;
    [[nodiscard]] QList<core::Touch> touches(qint64 botId, qint64 telegramUserId) override;

private:
    Statement m_upsert;
    Statement m_find;
    Statement m_byId;
    Statement m_byTelegramId;
    Statement m_saveAttribution;
    Statement m_setReachable;
    Statement m_addTouch;
    Statement m_touches;
};

} // namespace rastro::storage
