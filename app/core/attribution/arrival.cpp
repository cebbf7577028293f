// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/arrival.h"

#include "core/attribution/binding.h"
#include "core/click/clicktext.h"
#include "core/conversion/conversions.h"

#include <QtCore/QJsonArray>

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

struct Recognised
{
    qint64 telegramUserId = 0;
    AttributionRule rule = AttributionRule::Organic;
};

// DESIGN: same fbclid, or the first-party visitor cookie, of an earlier click that was bound. Users that were brought
// over from another platform have an fbclid but no clicks; they are recognised by the row itself.
Recognised recognise(UnitOfWork &uow, qint64 workspaceId, const CapturedClick &captured)
{
    const Click &click = captured.click;
    const QString &token = click.token.toString();
    if (!click.fbclid.isEmpty()) {
        if (const auto person = uow.clicks().personByFbclid(workspaceId, click.fbclid, token))
            return {person, AttributionRule::ReturningFbclid};
        if (const auto user = uow.users().byFbclid(click.botId, click.fbclid))
            return {user->telegramUserId, AttributionRule::ReturningFbclid};
    }
    if (!captured.isNewVisitor && !click.visitorId.isEmpty()) {
        if (const auto person = uow.clicks().personByVisitor(workspaceId, click.visitorId, token))
            return {person, AttributionRule::ReturningVisitor};
    }
    return {};
}

void bindReturning(UnitOfWork &uow, qint64 workspaceId, const CapturedClick &captured)
{
    const Click &click = captured.click;
    const auto recognised = recognise(uow, workspaceId, captured);
    if (recognised.telegramUserId == 0)
        return;
    // The click leads to one bot; only that bot's user is this person here. On another bot, /start will tell.
    auto user = uow.users().find(click.botId, recognised.telegramUserId);
    if (!user)
        return;
    bindClick(uow, workspaceId, *user, click, recognised.rule, u"redirect"_s,
              u"A returning visitor clicked an ad: bound at the redirect, without waiting for /start."_s,
              click.firstSeenMs * 1000);
}

} // namespace

bool recordArrival(UnitOfWork &uow, qint64 workspaceId, const CapturedClick &captured, const PluginRoster &roster)
{
    const Click &click = captured.click;
    uow.clicks().insert(workspaceId, click);
    const bool person = click.traffic == u"person";
    uow.trail().add({.workspaceId = workspaceId,
                     .at = click.firstSeenMs * 1000,
                     .step = u"click.stored"_s,
                     .token = click.token.toString(),
                     .botId = click.botId,
                     .text = clickText(click),
                     .detail = {{u"pool"_s, click.poolId},
                                {u"fbclid"_s, !click.fbclid.isEmpty()},
                                {u"fbp"_s, !click.fbp.isEmpty()},
                                {u"fbc"_s, !click.fbc.isEmpty()},
                                {u"traffic"_s, click.traffic},
                                {u"notes"_s, QJsonArray::fromStringList(captured.notes)}}});
    if (!person || click.botId == 0)
        return false;
    bindReturning(uow, workspaceId, captured);
    return addPageView(uow, workspaceId, click, roster);
}

bool recordBrowserIds(UnitOfWork &uow, qint64 workspaceId, const TrackingToken &token, const QString &fbp,
                      const QString &fbc, Micros now)
{
    if ((fbp.isEmpty() && fbc.isEmpty()) || !uow.clicks().addBrowserIds(token, fbp, fbc))
        return false;
    uow.trail().add({.workspaceId = workspaceId,
                     .at = now,
                     .step = u"click.browser_ids"_s,
                     .token = token.toString(),
                     .text = u"The bridge page reported the browser's ids."_s,
                     .detail = {{u"fbp"_s, !fbp.isEmpty()}, {u"fbc"_s, !fbc.isEmpty()}}});
    return true;
}

} // namespace rastro::core
