// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/clickfeed.h"
#include "storage/sqlclickstore.h"

namespace rastro::storage {

/// Table `clicks`, followed.
class SqlClickFeed final : public core::ClickFeed
{
public:
    explicit SqlClickFeed(Connection &connection);

    [[nodiscard]] std::optional<core::FollowedClick> byToken(qint64 workspaceId, const TrackingToken &token) override;
    [[nodiscard]] QList<TrackingToken> newest(qint64 workspaceId, Micros from, Micros until, int limit) override;
    [[nodiscard]] qint64 lastTrailId() override;

private:
    SqlClickStore m_clicks;
    Statement m_binding;
    Statement m_newest;
    Statement m_lastTrailId;
};

} // namespace rastro::storage
