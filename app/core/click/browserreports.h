// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/result.h"
#include "rastro/trackingtoken.h"

#include <functional>

namespace rastro::core {

/// Takes what the bridge page reports once the pixel has set its cookies in the visitor's browser.
class BrowserReports
{
public:
    using Done = std::function<void(const Result<void> &)>;

    virtual ~BrowserReports() = default;

    /// Adds `fbp` and `fbc` to the click where it has none. Both are of the right form or empty. A token of no click
    /// changes nothing and is no error: who reports learns nothing from the answer. Thread-safe, does not block; `done`
    /// is called exactly once, on any thread.
    virtual void add(const TrackingToken &token, const QString &fbp, const QString &fbc, Done done) = 0;
};

} // namespace rastro::core
