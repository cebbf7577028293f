// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/click.h"

namespace rastro::core {

/// Copies of stored clicks for whoever looks beside the database: other programs of the operator, and the origin
/// platform after a switch back. Never read by attribution: the database alone answers there. Thread-safe; nothing
/// blocks, and a copy may be dropped.
class ClickCache
{
public:
    virtual ~ClickCache() = default;

    /// The click is durable.
    virtual void put(qint64 workspaceId, const Click &click) = 0;
    /// The click's browser ids are durable; each may be empty.
    virtual void addBrowserIds(const TrackingToken &token, const QString &fbp, const QString &fbc) = 0;
};

} // namespace rastro::core
