// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/foreignclick.h"

#include <functional>
#include <optional>

namespace rastro::core {

/// Clicks that another platform keeps outside of the database while an operator switches over. Core thread only.
class ForeignClicks
{
public:
    /// None too if it could not be looked.
    using Found = std::function<void(const std::optional<ForeignClick> &)>;

    virtual ~ForeignClicks() = default;

    /// Answers once while `context` lives, within the patience of the connection, and at once while there is none.
    virtual void byToken(const TrackingToken &token, QObject *context, Found then) = 0;
    virtual void byFbclid(const QString &fbclid, QObject *context, Found then) = 0;
};

} // namespace rastro::core
