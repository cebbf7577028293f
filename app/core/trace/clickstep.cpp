// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/clickstep.h"

using namespace Qt::StringLiterals;

namespace rastro::core {

TrailEntry clickStep(qint64 workspaceId, const Click &click)
{
    const bool person = click.traffic == u"person";
    return {.workspaceId = workspaceId,
            .at = click.firstSeenMs * 1000,
            .step = u"click.stored"_s,
            .token = click.token.toString(),
            .botId = click.botId,
            .text = person ? u"An ad click was stored."_s
                           : u"A visit was stored apart (%1): not counted, not reported."_s.arg(click.traffic),
            .detail = {{u"pool"_s, click.poolId},
                       {u"fbclid"_s, !click.fbclid.isEmpty()},
                       {u"fbp"_s, !click.fbp.isEmpty()},
                       {u"fbc"_s, !click.fbc.isEmpty()},
                       {u"traffic"_s, click.traffic}}};
}

} // namespace rastro::core
