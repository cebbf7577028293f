// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/nodestore.h"
#include "storage/statement.h"

namespace rastro::storage {

/// Tables `nodes, leases`.
class SqlNodeStore final : public core::NodeStore
{
public:
    explicit SqlNodeStore(Connection &connection);

    [[nodiscard]] QString self() const override { return m_node; }
    [[nodiscard]] QList<core::NodeRow> all() override;
    void beat(const QString &place, std::chrono::microseconds span, Micros now) override;
    void retire(const QString &node) override;
    [[nodiscard]] QStringList dead() override;
    void forget(std::chrono::microseconds after) override;
    void leave() override;
    [[nodiscard]] std::optional<qint64> take(const QString &lease) override;
    [[nodiscard]] bool holds(const QString &lease, qint64 fence) override;
    void giveUp(const QString &lease) override;

private:
    const QString m_node;
    Statement m_all;
    Statement m_beat;
    Statement m_retire;
    Statement m_dead;
    Statement m_forget;
    Statement m_leave;
    Statement m_mine;
    Statement m_take;
    Statement m_hold;
    Statement m_giveUp;
    Statement m_ofNode;
};

} // namespace rastro::storage
