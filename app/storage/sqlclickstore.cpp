// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlclickstore.h"

#include "storage/clickrow.h"
#include "storage/columns.h"
#include "storage/connection.h"

#include <map>

using namespace Qt::StringLiterals;

namespace rastro::storage {

SqlClickStore::SqlClickStore(Connection &connection)
    : m_writer(connection.session().writer(u"click.write"_s, connection.book().text(u"click.write"_s)))
    , m_finder(ClickFinder::make(connection))
    , m_recogniser(Recogniser::make(connection))
    , m_visits(connection)
    , m_redirects(connection)
    , m_undated(connection)
    , m_addCount(connection, "click.addCount"_L1)
    , m_isKnown(connection, "click.isKnown"_L1)
    , m_byToken(connection, "click.byToken"_L1)
    , m_after(connection, "click.after"_L1)
    , m_markBound(connection, "click.markBound"_L1)
    , m_addBrowserIds(connection, "click.addBrowserIds"_L1)
    , m_count(connection, "click.count"_L1)
{
}

void SqlClickStore::write(const QList<core::NewClick> &clicks)
{
    const auto numbers = m_finder->numbersFor(clicks);
    auto number = numbers.begin();
    for (const auto &[workspaceId, click] : clicks) {
        if (number != numbers.end())
            m_writer->add(*number++);
        writeClick(*m_writer, workspaceId, *click);
    }
    m_writer->finish();
    m_finder->wrote(clicks, numbers);
}

void SqlClickStore::count(const QList<core::NewClick> &clicks)
{
    countArrived(clicks);
    m_redirects.add(clicks);
}

void SqlClickStore::countArrived(const QList<core::NewClick> &clicks)
{
    std::map<std::pair<qint64, QStringView>, qint64> counts;
    for (const auto &[workspaceId, click] : clicks)
        ++counts[{workspaceId, click->traffic}];
    for (const auto &[what, n] : counts)
        m_addCount.bind("workspace_id"_L1, what.first).bind("traffic"_L1, what.second).bind("n"_L1, n).run();
    m_visits.add(clicks);
}

bool SqlClickStore::insertIfNew(qint64 workspaceId, const Click &click)
{
    const auto &token = click.token.toString();
    if (m_isKnown.bind("token"_L1, token).one([](const Row &) { return true; }))
        return false;
    const QList<core::NewClick> one{{workspaceId, &click}};
    write(one);
    countArrived(one); // Another platform's redirect is none of ours.
    m_undated.add(one.first());
    return true;
}

std::optional<Click> SqlClickStore::byToken(qint64 workspaceId, const TrackingToken &token)
{
    return m_byToken.bind("token"_L1, token.toString()).bind("workspace_id"_L1, workspaceId).one(readClick);
}

// An empty fbclid or visitor means "none": nothing is ever found by it.
std::optional<Click> SqlClickStore::byFbclid(qint64 workspaceId, const QString &fbclid, const QString &except)
{
    return fbclid.isEmpty() ? std::nullopt : m_finder->byFbclid(workspaceId, fbclid, except);
}

std::optional<Click> SqlClickStore::byVisitor(qint64 workspaceId, const QString &visitorId, const QString &except)
{
    return visitorId.isEmpty() ? std::nullopt : m_finder->byVisitor(workspaceId, visitorId, except);
}

QList<Click> SqlClickStore::after(qint64 workspaceId, const QString &token, int limit)
{
    return m_after.bind("workspace_id"_L1, workspaceId).bind("token"_L1, token).bind("limit"_L1, limit).all(readClick);
}

QList<core::Recognised> SqlClickStore::recognise(std::span<const core::Newcomer> newcomers)
{
    return m_recogniser->recognise(newcomers);
}

void SqlClickStore::markBound(const TrackingToken &token, qint64 botId, qint64 telegramUserId, Micros at)
{
    m_markBound.bind("bot_id"_L1, botId)
        .bind("telegram_user_id"_L1, telegramUserId)
        .bind("bound_at"_L1, at)
        .bind("token"_L1, token.toString())
        .run();
}

bool SqlClickStore::addBrowserIds(const TrackingToken &token, const QString &fbp, const QString &fbc)
{
    return m_addBrowserIds.bindOrNull("fbp"_L1, fbp)
               .bindOrNull("fbc"_L1, fbc)
               .bind("token"_L1, token.toString())
               .run() > 0;
}

core::ClickStore::Counts SqlClickStore::count(qint64 workspaceId)
{
    m_count.bind("workspace_id"_L1, workspaceId);
    const auto byTraffic = readCounts(m_count);
    Counts counts;
    for (auto traffic = byTraffic.begin(); traffic != byTraffic.end(); ++traffic)
        (traffic.key() == u"person"_s ? counts.people : counts.others) += traffic.value();
    return counts;
}

} // namespace rastro::storage
