// SPDX-License-Identifier: GPL-3.0-or-later
#include "nodes/clusteraudit.h"

#include "crash/saleaudit.h"

using namespace Qt::StringLiterals;

namespace rastro::test {

namespace {

void judge(QStringList &faults, qsizetype counted, qsizetype expected, const QString &what)
{
    if (counted != expected)
        faults.append(u"%1 %2, not %3"_s.arg(counted).arg(what).arg(expected));
}

QStringList faultsOfSales(Cluster &cluster)
{
    SaleAudit audit(cluster.world(), cluster.nodes().front()->folder.path(), cluster.database().url());
    QStringList all;
    qsizetype repeated = 0;
    for (const auto &buyer : cluster.buyers()) {
        QStringList faults;
        static_cast<void>(cluster.wait([&] { return (faults = audit.faultsOf(*buyer)).isEmpty(); }));
        all += faults;
        repeated += audit.repeatedMessages(*buyer);
    }
    const auto sales = static_cast<qsizetype>(cluster.buyers().size());
    judge(all, cluster.world().meta().counted(u"Purchase"_s), sales, u"Purchases are counted"_s);
    judge(all, cluster.world().bank().counts().charges, sales, u"charges were made"_s);
    // A message whose answer nobody heard is sent again; nothing else is.
    qInfo("%lld of %lld buttons came twice", static_cast<long long>(repeated), static_cast<long long>(3 * sales));
    return all;
}

// Clicks of people, each with the event that reports it.
QList<QVariantMap> reportedClicks(const Cluster &cluster)
{
    return cluster.database().rows(
        u"SELECT c.token, c.pageview_event_id, e.state, e.answer FROM clicks c LEFT JOIN conversions e "
        "ON e.token = c.token AND e.event_name = 'PageView' WHERE c.traffic = 'person'"_s);
}

QStringList faultsOfClicks(Cluster &cluster)
{
    const ClickLoad &load = cluster.load();
    QStringList faults;
    if (load.tokens().size() <= load.unanswered())
        faults.append(u"of the load's clicks %1 were answered and %2 were not"_s.arg(load.tokens().size())
                          .arg(load.unanswered()));
    static_cast<void>(cluster.wait([&cluster] {
        return cluster.database().peek(u"SELECT COUNT(*) FROM conversions WHERE state = 'pending'"_s).toInt() == 0;
    }));
    QSet<QString> heard;
    for (const sandbox::MetaEvent &event : cluster.world().meta().serverEvents())
        heard.insert(event.name == u"PageView" ? event.eventId : QString());
    QSet<QString> stored;
    const auto clicks = reportedClicks(cluster);
    for (const QVariantMap &click : clicks) {
        const auto token = click[u"token"_s].toString();
        stored.insert(token);
        if (click[u"state"_s].toString() != u"sent" || !heard.contains(click[u"pageview_event_id"_s].toString()))
            faults.append(u"the click %1 is not reported; its event is “%2”: %3"_s.arg(
                token, click[u"state"_s].toString(), click[u"answer"_s].toString()));
    }
    for (const QString &token : load.tokens()) {
        if (!stored.contains(token))
            faults.append(u"a click that was answered is lost: "_s + token);
    }
    // Some are stored although their answer was lost on its way; they are reported, too.
    judge(faults, cluster.world().meta().counted(u"PageView"_s), stored.size(), u"PageViews are counted"_s);
    qInfo("%lld clicks were stored; %d were not answered", static_cast<long long>(stored.size()), load.unanswered());
    return faults;
}

} // namespace

QStringList faultsOf(Cluster &cluster)
{
    cluster.load().stop();
    if (!cluster.wait([&] { return cluster.load().isIdle(); }))
        return {u"clicks are under way for ever"_s};
    return faultsOfSales(cluster) + faultsOfClicks(cluster);
}

} // namespace rastro::test
