// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/erasedarrivals.h"

#include <QtCore/QSet>

namespace rastro::core {

namespace {

Click withoutPerson(Click click)
{
    for (auto text : {&Click::fbclid, &Click::fbp, &Click::fbc, &Click::visitorId, &Click::clientIp, &Click::userAgent,
                      &Click::landingUrl, &Click::referrer})
        (click.*text).clear();
    click.ids.clear();
    return click;
}

} // namespace

QList<Arrival> recordErased(UnitOfWork &uow, const QList<Arrival> &arrivals)
{
    QSet<qint64> workspaces;
    for (const Arrival &arrival : arrivals)
        workspaces.insert(arrival.workspaceId);
    for (const qint64 workspace : std::as_const(workspaces))
        uow.people().meetErasures(workspace);
    QList<Arrival> others;
    for (const Arrival &arrival : arrivals) {
        const Click &click = arrival.captured.click;
        const auto erasedAt = uow.people().erasedAt(arrival.workspaceId, click);
        if (!erasedAt) {
            others.append(arrival);
            continue;
        }
        uow.clicks().insert(arrival.workspaceId, withoutPerson(click));
        uow.people().markErased(click.token, *erasedAt);
    }
    return others;
}

} // namespace rastro::core
