// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/takeover.h"

using namespace Qt::StringLiterals;

namespace rastro::core {

TakenOver takeOver(UnitOfWork &uow, qint64 workspaceId, const Click &click, const QString &from, Micros now)
{
    if (uow.clicks().insertIfNew(workspaceId, click)) {
        uow.trail().add({.workspaceId = workspaceId,
                         .at = now,
                         .step = u"click.taken_over"_s,
                         .token = click.token.toString(),
                         .botId = click.botId,
                         .text = u"The click was taken over from %1."_s.arg(from),
                         .detail = {{u"pool"_s, click.poolId},
                                    {u"fbclid"_s, !click.fbclid.isEmpty()},
                                    {u"fbp"_s, !click.fbp.isEmpty()},
                                    {u"fbc"_s, !click.fbc.isEmpty()}}});
        return TakenOver::New;
    }
    if (!uow.clicks().byToken(workspaceId, click.token))
        return TakenOver::Elsewhere;
    return uow.clicks().addBrowserIds(click.token, click.fbp, click.fbc) ? TakenOver::Completed : TakenOver::Known;
}

} // namespace rastro::core
