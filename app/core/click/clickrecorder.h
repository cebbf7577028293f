// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/capture.h"
#include "rastro/result.h"

#include <functional>

namespace rastro::core {

/// Makes a click durable, with all that follows from it at once: the PageView of a person, the binding of a
/// returning visitor.
class ClickRecorder
{
public:
    using Done = std::function<void(const Result<void> &)>;

    virtual ~ClickRecorder() = default;

    /// Thread-safe, does not block. Calls `done` exactly once, on any thread: without an error only after the commit is
    /// durable, since the visitor is answered then.
    virtual void record(CapturedClick captured, qint64 workspaceId, Done done) = 0;
};

} // namespace rastro::core
