// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/updatestore.h"
#include "storage/statement.h"

namespace rastro::storage {

/// Tables `telegram_updates` and `bot_offsets`.
class SqlUpdateStore final : public core::UpdateStore
{
public:
    explicit SqlUpdateStore(Connection &connection);

    int insert(qint64 botId, const QList<core::UpdateRow> &batch, qint64 nextOffset) override;
    [[nodiscard]] qint64 nextOffset(qint64 botId) override;
    [[nodiscard]] QList<core::UpdateRow> heads(int limit) override;
    [[nodiscard]] bool take(qint64 botId, qint64 updateId) override;
    void settle(qint64 botId, qint64 updateId, const QString &state, const QString &outcome) override;
    void countAttempt(qint64 botId, qint64 updateId, const QString &outcome) override;

private:
    Statement m_insert;
    Statement m_saveOffset;
    Statement m_nextOffset;
    Statement m_heads;
    Statement m_take;
    Statement m_settle;
    Statement m_countAttempt;
};

} // namespace rastro::storage
