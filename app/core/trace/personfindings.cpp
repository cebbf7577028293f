// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/personfindings.h"

#include "core/trace/clickfindings.h"
#include "core/trace/salefindings.h"
#include "core/trace/whyorganic.h"

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

Finding findingOfToken(const PersonFacts &facts, const TraceWorld &world)
{
    const auto field = u"tracking_session_id"_s;
    if (!facts.user.trackingSessionId)
        return missing(field, whyOrganic(facts.way, world.clickDays));
    const QString &token = facts.user.trackingSessionId->toString();
    return facts.origin.click ? found(field, token) : missing(field, Why::ClickGone, {}, token);
}

Finding findingOfPerson(const FollowedClick &followed)
{
    if (followed.boundTelegramUserId != 0)
        return found(u"bound_to"_s, QString::number(followed.boundTelegramUserId));
    const bool counts = followed.click.traffic == u"person";
    return missing(u"bound_to"_s, counts || followed.click.traffic == u"repeat" ? Why::NotStarted : Why::NotAPerson,
                   followed.click.traffic);
}

Finding findingOfPageView(const Click &click, const QList<ConversionRow> &conversions, const TraceWorld &world)
{
    const auto field = u"page_view_event"_s;
    for (const ConversionRow &row : conversions) {
        if (row.name == EventName::PageView)
            return findingOf(row);
    }
    if (click.traffic != u"person")
        return missing(field, whyNotCounted(click), click.traffic);
    const bool hasPixel = !world.pixels || world.hasPixel(PluginScope::Pool, click.poolId) ||
                          world.hasPixel(PluginScope::Bot, click.botId);
    return missing(field, hasPixel ? Why::EventNotQueued : Why::PixelMissing);
}

// An erasure takes the way to the click, and with it all that hangs on that.
QList<Finding> withoutClick(QList<Finding> findings, Micros erasedAt)
{
    for (Finding &finding : findings) {
        if (erasedAt != 0 && finding.code == reasonFor(Why::NoClick).code)
            finding = missing(finding.field, Why::Erased);
    }
    return findings;
}

} // namespace

QList<Finding> findingsOf(const PersonFacts &facts, const TraceWorld &world)
{
    const BotUser &user = facts.user;
    QList<Finding> findings{findingOfToken(facts, world), user.attributionRule.isEmpty()
                                                              ? missing(u"attribution_rule"_s, Why::AttributionPending)
                                                              : found(u"attribution_rule"_s, user.attributionRule)};
    findings += findingsOfIds({user.fbclid, user.fbp, user.fbc, user.utm, false}, facts.origin, world);
    findings += findingsOfBrowser(facts.origin, world);
    return withErasure(withoutClick(findings, user.erasedAt), user.erasedAt);
}

QList<Finding> findingsOf(const FollowedClick &followed, const QStringList &notes,
                          const QList<ConversionRow> &conversions, const TraceWorld &world)
{
    const Click &click = followed.click;
    const ClickFacts origin{click, notes};
    auto findings = findingsOfIds({click.fbclid, click.fbp, click.fbc, click.utm, false}, origin, world);
    findings.append(findingOfPageviewId(click.pageviewEventId, origin));
    findings.append(findingOfPool(click.poolId, origin, world));
    findings += findingsOfBrowser(origin, world);
    findings.append(found(u"landing_url"_s, click.landingUrl));
    for (auto id = click.ids.begin(); id != click.ids.end(); ++id)
        findings.append(found(id.key(), id.value()));
    findings.append(findingOfPerson(followed));
    findings.append(findingOfPageView(click, conversions, world));
    return withErasure(findings, followed.erasedAt);
}

} // namespace rastro::core
