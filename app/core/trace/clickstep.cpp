// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/clickstep.h"

#include "core/click/clicktext.h"

using namespace Qt::StringLiterals;

namespace rastro::core {

TrailEntry clickStep(qint64 workspaceId, const Click &click)
{
    return {.workspaceId = workspaceId,
            .at = click.firstSeenMs * 1000,
            .step = u"click.stored"_s,
            .token = click.token.toString(),
            .botId = click.botId,
            .text = clickText(click),
            .detail = {{u"pool"_s, click.poolId},
                       {u"fbclid"_s, !click.fbclid.isEmpty()},
                       {u"fbp"_s, !click.fbp.isEmpty()},
                       {u"fbc"_s, !click.fbc.isEmpty()},
                       {u"traffic"_s, click.traffic}}};
}

} // namespace rastro::core
