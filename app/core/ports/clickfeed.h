// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/click.h"

#include <QtCore/QList>
#include <optional>

namespace rastro::core {

/// A click with the person that it was bound to last.
struct FollowedClick
{
    Click click;
    qint64 boundBotId = 0;
    qint64 boundTelegramUserId = 0; ///< 0: nobody yet.
    Micros boundAt = 0;
    Micros erasedAt = 0; ///< When what identifies the visitor was erased on request; 0: never.
};

/// Table `clicks` and the trail, read beside the redirect. Tokens begin with the time they were minted at, so a range
/// of tokens is a span of time, and needs no index of its own.
class ClickFeed
{
public:
    virtual ~ClickFeed() = default;

    [[nodiscard]] virtual std::optional<FollowedClick> byToken(qint64 workspaceId, const TrackingToken &token) = 0;
    /// The newest clicks whose tokens were minted in [from, until), newest first.
    [[nodiscard]] virtual QList<TrackingToken> newest(qint64 workspaceId, Micros from, Micros until, int limit) = 0;
    /// Id of the newest entry of the trail; 0: none.
    [[nodiscard]] virtual qint64 lastTrailId() = 0;
};

} // namespace rastro::core
