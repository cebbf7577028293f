// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/arrival.h"

#include "core/attribution/binding.h"
#include "core/attribution/erasedarrivals.h"
#include "core/attribution/recognition.h"
#include "core/conversion/conversions.h"

#include <QtCore/QJsonArray>

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

// Only people are led to a bot's user.
bool isAPersons(const Click &click)
{
    return click.traffic == "person"_L1 && click.botId != 0;
}

// DESIGN: same fbclid, or the first-party visitor cookie, of an earlier click that was bound. Users that were brought
// over from another platform have an fbclid but no clicks; they are recognised by the row itself.
Newcomer newcomerOf(const Arrival &arrival)
{
    const Click &click = arrival.captured.click;
    if (!isAPersons(click))
        return {};
    return {arrival.workspaceId, click.botId, click.fbclid,
            arrival.captured.isNewVisitor ? QStringView() : QStringView(click.visitorId)};
}

std::vector<Newcomer> newcomersOf(std::span<const Arrival> arrivals)
{
    std::vector<Newcomer> newcomers;
    newcomers.reserve(arrivals.size());
    for (const Arrival &arrival : arrivals)
        newcomers.push_back(newcomerOf(arrival));
    return newcomers;
}

bool isOlderThanTheirs(UnitOfWork &uow, qint64 workspaceId, const Click &click, const BotUser &user)
{
    if (!user.trackingSessionId)
        return false;
    const auto theirs = uow.clicks().byToken(workspaceId, *user.trackingSessionId);
    return theirs && theirs->firstSeenMs > click.firstSeenMs;
}

void bindReturning(UnitOfWork &uow, qint64 workspaceId, const Click &click, std::size_t place, Recognition &recognition,
                   ArrivalTime time)
{
    const auto recognised = recognition.of(place);
    if (recognised.telegramUserId == 0)
        return;
    // The click leads to one bot; only that bot's user is this person here. On another bot, /start will tell.
    auto user = uow.users().find(click.botId, recognised.telegramUserId);
    if (!user || (time == ArrivalTime::Late && isOlderThanTheirs(uow, workspaceId, click, *user)))
        return;
    recognition.noteBinding(click, user->fbclid);
    bindClick(uow, workspaceId, *user, click, recognised.rule, u"redirect"_s,
              u"A returning visitor clicked an ad: bound at the redirect, without waiting for /start."_s,
              click.firstSeenMs * 1000);
}

void addNotes(UnitOfWork &uow, const Arrival &arrival)
{
    const Click &click = arrival.captured.click;
    uow.trail().add({.workspaceId = arrival.workspaceId,
                     .at = click.firstSeenMs * 1000,
                     .step = u"click.noted"_s,
                     .token = click.token.toString(),
                     .botId = click.botId,
                     .text = u"Something of the click was not taken as it came."_s,
                     .detail = {{u"notes"_s, QJsonArray::fromStringList(arrival.captured.notes)}}});
}

QList<NewClick> clicksOf(std::span<const Arrival> arrivals)
{
    QList<NewClick> clicks;
    clicks.reserve(static_cast<qsizetype>(arrivals.size()));
    for (const Arrival &arrival : arrivals)
        clicks.append({arrival.workspaceId, &arrival.captured.click});
    return clicks;
}

// What follows from clicks that are written.
bool follow(UnitOfWork &uow, std::span<const Arrival> arrivals, const PluginRoster &roster, ArrivalTime time)
{
    Recognition recognition(uow.clicks(), newcomersOf(arrivals));
    bool reported = false;
    for (std::size_t place = 0; place < arrivals.size(); ++place) {
        const Arrival &arrival = arrivals[place];
        const Click &click = arrival.captured.click;
        if (!arrival.captured.notes.isEmpty())
            addNotes(uow, arrival);
        if (!isAPersons(click))
            continue;
        bindReturning(uow, arrival.workspaceId, click, place, recognition, time);
        reported = addPageView(uow, arrival.workspaceId, click, roster) || reported;
    }
    uow.clicks().count(clicksOf(arrivals));
    return reported;
}

} // namespace

bool recordArrivals(UnitOfWork &uow, const QList<Arrival> &all, const PluginRoster &roster, ArrivalTime time)
{
    const auto arrivals = time == ArrivalTime::Late ? recordErased(uow, all) : all;
    if (arrivals.isEmpty())
        return false;
    const std::span present(arrivals.constData(), static_cast<std::size_t>(arrivals.size()));
    writeArrivals(uow, present);
    return follow(uow, present, roster, time);
}

void writeArrivals(UnitOfWork &uow, std::span<const Arrival> arrivals)
{
    uow.clicks().write(clicksOf(arrivals));
}

bool followArrivals(UnitOfWork &uow, std::span<const Arrival> arrivals, const PluginRoster &roster)
{
    return follow(uow, arrivals, roster, ArrivalTime::Now);
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

bool isOfTheClick(const Error &refusal)
{
    return refusal.code == "storage.constraint"_L1 || refusal.code == "storage.statement"_L1;
}

} // namespace rastro::core
