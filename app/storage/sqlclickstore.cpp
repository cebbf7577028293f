// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlclickstore.h"

#include "storage/columns.h"

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

QJsonObject toJson(const QMap<QString, QString> &ids)
{
    QJsonObject object;
    for (auto id = ids.begin(); id != ids.end(); ++id)
        object.insert(id.key(), id.value());
    return object;
}

QMap<QString, QString> idsOf(const QJsonObject &object)
{
    QMap<QString, QString> ids;
    for (auto id = object.begin(); id != object.end(); ++id)
        ids.insert(id.key(), id.value().toString());
    return ids;
}

Click readClick(const Row &row)
{
    // The table's CHECK lets nothing else than a token in.
    return {.token = row.token("token"_L1).value(),
            .poolId = row.integer("pool_id"_L1),
            .botId = row.integer("bot_id"_L1),
            .fbclid = row.text("fbclid"_L1),
            .fbp = row.text("fbp"_L1),
            .fbc = row.text("fbc"_L1),
            .ids = idsOf(row.json("ids"_L1)),
            .utm = readUtm(row),
            .visitorId = row.text("visitor_id"_L1),
            .clientIp = row.text("ip_address"_L1),
            .userAgent = row.text("user_agent"_L1),
            .landingUrl = row.text("landing_url"_L1),
            .referrer = row.text("referrer"_L1),
            .firstSeenMs = row.integer("first_seen_ms"_L1),
            .pageviewEventId = row.text("pageview_event_id"_L1),
            .traffic = row.text("traffic"_L1)};
}

Statement &bindClick(Statement &insert, qint64 workspaceId, const Click &click)
{
    insert.bind("token"_L1, click.token.toString())
        .bind("workspace_id"_L1, workspaceId)
        .bindOrNull("pool_id"_L1, click.poolId)
        .bindOrNull("bot_id"_L1, click.botId)
        .bindOrNull("fbclid"_L1, click.fbclid)
        .bindOrNull("fbp"_L1, click.fbp)
        .bindOrNull("fbc"_L1, click.fbc)
        .bindOrNull("ids"_L1, jsonText(toJson(click.ids)));
    bindUtm(insert, click.utm);
    return insert.bindOrNull("visitor_id"_L1, click.visitorId)
        .bindOrNull("ip_address"_L1, click.clientIp)
        .bindOrNull("user_agent"_L1, click.userAgent)
        .bindOrNull("landing_url"_L1, click.landingUrl)
        .bindOrNull("referrer"_L1, click.referrer)
        .bind("first_seen_ms"_L1, click.firstSeenMs)
        .bindOrNull("pageview_event_id"_L1, click.pageviewEventId)
        .bind("traffic"_L1, click.traffic);
}

// An empty fbclid or visitor means "none": nothing is ever found by it.
std::optional<Click> findClick(Statement &statement, qint64 workspaceId, QLatin1StringView column, const QString &value,
                               const QString &except)
{
    if (value.isEmpty())
        return std::nullopt;
    statement.bind("workspace_id"_L1, workspaceId).bind(column, value).bind("except"_L1, except);
    return statement.one(readClick);
}

qint64 findPerson(Statement &statement, qint64 workspaceId, QLatin1StringView column, const QString &value,
                  const QString &except)
{
    if (value.isEmpty())
        return 0;
    statement.bind("workspace_id"_L1, workspaceId).bind(column, value).bind("except"_L1, except);
    return statement.one([](const Row &row) { return row.integer("bound_telegram_user_id"_L1); }).value_or(0);
}

} // namespace

SqlClickStore::SqlClickStore(Connection &connection)
    : m_insert(connection, "click.insert"_L1)
    , m_insertIfNew(connection, "click.insertIfNew"_L1)
    , m_byToken(connection, "click.byToken"_L1)
    , m_byFbclid(connection, "click.byFbclid"_L1)
    , m_byVisitor(connection, "click.byVisitor"_L1)
    , m_personByFbclid(connection, "click.personByFbclid"_L1)
    , m_personByVisitor(connection, "click.personByVisitor"_L1)
    , m_markBound(connection, "click.markBound"_L1)
    , m_addBrowserIds(connection, "click.addBrowserIds"_L1)
    , m_count(connection, "click.count"_L1)
{
}

void SqlClickStore::insert(qint64 workspaceId, const Click &click)
{
    bindClick(m_insert, workspaceId, click).run();
}

bool SqlClickStore::insertIfNew(qint64 workspaceId, const Click &click)
{
    return bindClick(m_insertIfNew, workspaceId, click).run() > 0;
}

std::optional<Click> SqlClickStore::byToken(qint64 workspaceId, const TrackingToken &token)
{
    return m_byToken.bind("token"_L1, token.toString()).bind("workspace_id"_L1, workspaceId).one(readClick);
}

std::optional<Click> SqlClickStore::byFbclid(qint64 workspaceId, const QString &fbclid, const QString &except)
{
    return findClick(m_byFbclid, workspaceId, "fbclid"_L1, fbclid, except);
}

std::optional<Click> SqlClickStore::byVisitor(qint64 workspaceId, const QString &visitorId, const QString &except)
{
    return findClick(m_byVisitor, workspaceId, "visitor_id"_L1, visitorId, except);
}

qint64 SqlClickStore::personByFbclid(qint64 workspaceId, const QString &fbclid, const QString &except)
{
    return findPerson(m_personByFbclid, workspaceId, "fbclid"_L1, fbclid, except);
}

qint64 SqlClickStore::personByVisitor(qint64 workspaceId, const QString &visitorId, const QString &except)
{
    return findPerson(m_personByVisitor, workspaceId, "visitor_id"_L1, visitorId, except);
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
