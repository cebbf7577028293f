// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/doctor/rollupcheck.h"

#include <QtCore/QDate>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

constexpr qint64 julianDayOfEpoch = 2'440'588;
constexpr int lastDeletedDays = 3; // Of a plan that deletes clicks so soon, yesterday's may be gone.

const auto subject = u"counts"_s;

Finding differs(const QString &code, const QString &what, const core::Counted &count, const QString &remedy)
{
    return {Finding::Warning, code, subject,
            u"%1: %2 are counted, %3 are stored."_s.arg(what).arg(count.counted).arg(count.stored), remedy};
}

QString dayText(qint64 day)
{
    return QDate::fromJulianDay(julianDayOfEpoch + day).toString(Qt::ISODate);
}

} // namespace

QList<Finding> checkRollups(const core::RollupFacts &facts, int keepClicksDays)
{
    const auto day = dayText(facts.day);
    const bool mayBeDeleted = keepClicksDays > 0 && keepClicksDays < lastDeletedDays;
    const auto isRight = [mayBeDeleted](const core::Counted &clicks) {
        return clicks.counted == clicks.stored || (mayBeDeleted && clicks.counted > clicks.stored);
    };
    const auto ofFunnel =
        u"rastro funnel is off by this much for that day; rastro report and rastro trace read what is stored. "
        "Something has written into the database beside Rastro: look for it. If a backup was restored in part, restore "
        "it whole. The counts of that day stay as they are."_s;
    QList<Finding> findings;
    if (facts.areClicksRead && !isRight(facts.visits))
        findings.append(
            differs(u"counts.visits"_s, u"Visits of people on %1 (UTC)"_s.arg(day), facts.visits, ofFunnel));
    if (facts.areClicksRead && !isRight(facts.others))
        findings.append(differs(u"counts.others"_s, u"Previews, repeats and crawlers on %1 (UTC)"_s.arg(day),
                                facts.others, ofFunnel));
    if (facts.sales.counted != facts.sales.stored)
        findings.append(differs(u"counts.sales"_s, u"Sales on %1 (UTC)"_s.arg(day), facts.sales, ofFunnel));
    if (facts.minor.counted != facts.minor.stored)
        findings.append(
            differs(u"counts.revenue"_s, u"Revenue on %1 (UTC), in minor units"_s.arg(day), facts.minor, ofFunnel));
    if (facts.areRedirectsRead && facts.redirects.counted != facts.redirects.stored)
        findings.append(differs(u"counts.redirects"_s, u"Redirects of the last minutes"_s, facts.redirects,
                                u"Pools that choose by load see it wrongly for an hour at most. Look for what writes "
                                "into the database beside Rastro."_s));
    if (facts.pendingEvents.counted != facts.pendingEvents.stored)
        findings.append(differs(u"counts.events"_s, u"Events that wait for their pixel"_s, facts.pendingEvents,
                                u"/metrics is off by this much, the events themselves are sent all the same. Look for "
                                "what writes into the database beside Rastro."_s));
    if (!findings.isEmpty())
        return findings;
    const auto compared =
        facts.areClicksRead
            ? u"The counts of %1 (UTC) agree with its %2 clicks and %3 sales."_s.arg(day)
                  .arg(facts.visits.stored + facts.others.stored)
                  .arg(facts.sales.stored)
            : u"The counts of %1 (UTC) agree with its %2 sales; its clicks are more than %3 and were not read: rastro "
              "doctor --deep does."_s.arg(day)
                  .arg(facts.sales.stored)
                  .arg(QuicklyReadClicks);
    return {{Finding::Well, u"counts.agree"_s, subject, compared, {}}};
}

} // namespace rastro::server
