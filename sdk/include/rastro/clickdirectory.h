// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/click.h"
#include "rastro/result.h"

#include <functional>
#include <optional>

namespace rastro {

/// Looks up clicks of the bot's workspace; another workspace's clicks do not exist for it. Calls back once on the core
/// thread while `context` lives. An Error means "could not look", never "there is none".
class ClickDirectory
{
public:
    using Found = std::function<void(const Result<std::optional<Click>> &)>;

    virtual ~ClickDirectory() = default;

    virtual void byToken(const TrackingToken &token, QObject *context, Found then) = 0;
    /// The newest click with exactly this fbclid (case matters).
    virtual void byFbclid(const QString &fbclid, QObject *context, Found then) = 0;
    /// The newest click of this visitor cookie.
    virtual void byVisitor(const QString &visitorId, QObject *context, Found then) = 0;
};

} // namespace rastro
