// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/binding.h"

#include "core/conversion/conversions.h"

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

void keepTouch(UnitOfWork &uow, const BotUser &user, const QString &token, const QString &fbclid, const QString &rule,
               const QString &source, Micros now)
{
    uow.users().addTouch({user.botId, user.telegramUserId, token, fbclid, rule, source, now});
}

void takeOver(BotUser &user, const Click &click, AttributionRule rule)
{
    user.trackingSessionId = click.token;
    user.attributionRule = ruleName(rule);
    user.utm = click.utm;
    if (!click.fbclid.isEmpty()) {
        user.fbclid = click.fbclid;
        user.fbc = click.fbc;
    } else if (!click.fbc.isEmpty()) {
        user.fbc = click.fbc;
    }
    if (!click.fbp.isEmpty())
        user.fbp = click.fbp;
    if (!click.clientIp.isEmpty())
        user.ipAddress = click.clientIp;
    if (!click.userAgent.isEmpty())
        user.userAgent = click.userAgent;
}

void settleWithoutClick(UnitOfWork &uow, qint64 workspaceId, BotUser &user, const StartRow &start,
                        const TokenBinding &binding, Micros now)
{
    const bool keeps = user.trackingSessionId.has_value();
    if (!keeps) {
        user.attributionRule = ruleName(AttributionRule::Organic);
        uow.users().saveAttribution(user);
    }
    const QString token = keeps ? user.trackingSessionId->toString() : QString();
    const QString reason =
        keeps ? u"No click answered; the user keeps the token of an earlier one. "_s + binding.reason : binding.reason;
    uow.starts().settle(start.id, keeps ? u"bound"_s : u"organic"_s, user.attributionRule, reason);
    keepTouch(uow, user, {}, {}, ruleName(AttributionRule::Organic), u"start"_s, now);
    uow.trail().add({.workspaceId = workspaceId,
                     .at = now,
                     .step = keeps ? u"token.kept"_s : u"user.organic"_s,
                     .token = token,
                     .botId = user.botId,
                     .telegramUserId = user.telegramUserId,
                     .text = reason,
                     .detail = {{u"rule"_s, user.attributionRule}}});
}

} // namespace

void bindClick(UnitOfWork &uow, qint64 workspaceId, BotUser &user, const Click &click, AttributionRule rule,
               const QString &source, const QString &reason, Micros now)
{
    const bool rebinds = user.trackingSessionId && *user.trackingSessionId != click.token;
    takeOver(user, click, rule);
    uow.users().saveAttribution(user);
    uow.clicks().markBound(click.token, user.botId, user.telegramUserId, now);
    keepTouch(uow, user, click.token.toString(), click.fbclid, ruleName(rule), source, now);
    uow.trail().add({.workspaceId = workspaceId,
                     .at = now,
                     .step = rebinds ? u"token.rebound"_s : u"token.bound"_s,
                     .token = click.token.toString(),
                     .botId = user.botId,
                     .telegramUserId = user.telegramUserId,
                     .text = reason,
                     .detail = {{u"rule"_s, ruleName(rule)}, {u"source"_s, source}}});
}

bool settleStart(UnitOfWork &uow, qint64 workspaceId, const TokenBinding &binding, const PluginRoster &roster,
                 Micros now)
{
    const auto start = uow.starts().byId(binding.startId);
    if (!start || start->attribution != u"pending")
        return false;
    auto user = uow.users().find(start->botId, start->telegramUserId);
    if (!user)
        return false;
    // The plugin names the click; what is stored of it is the truth (and says whether it is this workspace's).
    const auto click = binding.click ? uow.clicks().byToken(workspaceId, binding.click->token) : std::nullopt;
    if (click) {
        bindClick(uow, workspaceId, *user, *click, binding.rule, u"start"_s, binding.reason, now);
        uow.starts().settle(start->id, u"bound"_s, ruleName(binding.rule), binding.reason);
    } else {
        settleWithoutClick(uow, workspaceId, *user, *start, binding, now);
    }
    // Updates may come faster than the plugin answers: what was bought since this /start has its click.
    uow.payments().adoptToken(user->botId, user->telegramUserId, user->trackingSessionId, start->createdAt, now);
    addViewContent(uow, workspaceId, *user, click ? &*click : nullptr, roster, now);
    return true;
}

} // namespace rastro::core
