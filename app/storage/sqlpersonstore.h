// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/personstore.h"
#include "storage/sqlclickstore.h"

namespace rastro::storage {

/// Statements are found when they are needed: a server never needs them.
class SqlPersonStore final : public core::PersonStore
{
public:
    /// `clicks` must outlive it.
    SqlPersonStore(Connection &connection, SqlClickStore &clicks)
        : m_connection(connection)
        , m_clicks(clicks)
    {
    }

    [[nodiscard]] QJsonObject everythingAbout(const core::PersonKey &person) override;
    [[nodiscard]] QList<Click> clicksOf(const core::PersonKey &person) override;
    void erase(const core::PersonKey &person, const QList<Click> &clicks, Micros now) override;

private:
    [[nodiscard]] QStringList texts(QLatin1StringView statement, const core::PersonKey &person);

    Connection &m_connection;
    SqlClickStore &m_clicks;
};

} // namespace rastro::storage
