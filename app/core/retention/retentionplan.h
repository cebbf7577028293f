// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/retentionstore.h"

namespace rastro::core {

/// For how many days each kind of data is kept; 0: for ever. Payments, people and bound clicks are always kept.
struct RetentionPlan
{
    int clicks = 180;
    int updates = 30;
    int trail = 365;
    int notices = 365;
    int sent = 180; ///< Messages and events.

    [[nodiscard]] int daysOf(KeptData kind) const
    {
        switch (kind) {
        case KeptData::Clicks:
            return clicks;
        case KeptData::Updates:
            return updates;
        case KeptData::Trail:
            return trail;
        case KeptData::Notices:
            return notices;
        case KeptData::Messages:
        case KeptData::Events:
            break;
        }
        return sent;
    }
};

} // namespace rastro::core
