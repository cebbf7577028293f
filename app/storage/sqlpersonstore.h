// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/personstore.h"
#include "storage/sqlclickstore.h"

namespace rastro::storage {

/// Most statements are found when they are needed: a server never needs them.
class SqlPersonStore final : public core::PersonStore
{
public:
    /// `clicks` must outlive it.
    SqlPersonStore(Connection &connection, SqlClickStore &clicks);

    [[nodiscard]] QJsonObject everythingAbout(const core::PersonKey &person) override;
    [[nodiscard]] QList<TrackingToken> tokensOf(const core::PersonKey &person) override;
    [[nodiscard]] QList<Click> clicksOf(const core::PersonKey &person) override;
    void erase(const core::PersonKey &person, const QList<Click> &clicks, Micros now) override;
    void noteErasure(const core::PersonKey &person, const QList<Click> &clicks, Micros now) override;
    void meetErasures(qint64 workspaceId) override;
    [[nodiscard]] std::optional<Micros> erasedAt(qint64 workspaceId, const Click &click) override;
    void markErased(const TrackingToken &token, Micros at) override;

private:
    [[nodiscard]] QStringList texts(QLatin1StringView statement, const core::PersonKey &person);

    Connection &m_connection;
    SqlClickStore &m_clicks;
    Statement m_meetErasures;
    Statement m_erasedAt;
};

} // namespace rastro::storage
