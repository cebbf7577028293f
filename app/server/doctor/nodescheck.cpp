// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/doctor/nodescheck.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::server {

namespace {

// Claims last for tens of seconds, and each server tells by its own clock whether they have run out.
constexpr std::chrono::microseconds clockTolerance = 2s;

QString jobOf(const QString &lease, const core::Shop &shop)
{
    const auto kind = lease.section(u':', 0, 0);
    if (kind == u"addresses")
        return u"watches the public addresses"_s;
    const core::Bot *bot = kind == u"bot" ? shop.bot(lease.section(u':', 1).toLongLong()) : nullptr;
    return bot ? u"receives the updates of “%1”"_s.arg(bot->key) : u"has the lease “%1”"_s.arg(lease);
}

QString jobsOf(const core::NodeRow &node, const core::Shop &shop)
{
    QStringList jobs;
    for (const QString &lease : node.leases)
        jobs.append(jobOf(lease, shop));
    return jobs.isEmpty() ? QString() : u"; it "_s + jobs.join(u", "_s);
}

Finding living(const core::NodeRow &node, const core::Shop &shop)
{
    return {Finding::Well,
            u"node.lives"_s,
            u"server "_s + node.place,
            u"Runs for %1, last heard of %2 ago%3."_s.arg(aboutHowLong(node.age.count()),
                                                          aboutHowLong(node.silence.count()), jobsOf(node, shop)),
            {}};
}

Finding silent(const core::NodeRow &node)
{
    return {Finding::Warning, u"node.silent"_s, u"server "_s + node.place,
            u"Not heard of for %1: it was killed, sleeps, or does not reach the database."_s.arg(
                aboutHowLong(node.silence.count())),
            u"The other servers go on with its work. Look at its log and start it again."_s};
}

Finding wrongClock(const core::NodeRow &node)
{
    return {Finding::Warning, u"node.clock"_s, u"server "_s + node.place,
            u"Its clock is %1 %2 the database's."_s.arg(aboutHowLong(std::abs(node.clockAhead.count())),
                                                        node.clockAhead > 0us ? u"ahead of"_s : u"behind"_s),
            u"Let NTP keep the clocks of all machines: what is due, and since when, is told by them."_s};
}

// It was started again since in the same place: the run that was killed is history.
bool wasRevived(const core::NodeRow &node, const QList<core::NodeRow> &nodes)
{
    return std::any_of(nodes.begin(), nodes.end(),
                       [&node](const auto &other) { return other.lives && other.place == node.place; });
}

} // namespace

QList<Finding> checkNodes(const QList<core::NodeRow> &nodes, const core::Shop &shop)
{
    const bool anyLives = std::any_of(nodes.begin(), nodes.end(), [](const auto &node) { return node.lives; });
    QList<Finding> findings;
    for (const core::NodeRow &node : nodes) {
        if (node.lives)
            findings.append(living(node, shop));
        else if (anyLives &&
                 !wasRevived(node, nodes)) // Without any, it is the server that is stopped, and nothing about several.
            findings.append(silent(node));
        if (node.lives && std::chrono::abs(node.clockAhead) > clockTolerance)
            findings.append(wrongClock(node));
    }
    return findings;
}

} // namespace rastro::server
