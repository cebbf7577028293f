// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlite/keyedclicks.h"

#include "storage/clickrow.h"
#include "storage/connection.h"
#include "storage/sqlite/clickkey.h"

#include <QtCore/QDateTime>
#include <QtCore/QSet>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

constexpr int batchAtStart = 2000;

// What is not stored yet is mostly, but not always, newer than what is: clicks may be imported.
std::optional<Click> newer(std::optional<Click> one, std::optional<Click> other)
{
    if (!one || (other && other->firstSeenMs > one->firstSeenMs))
        return other;
    return one;
}

// An empty value is none: nothing is found by it.
std::array<qint64, 2> keysOf(qint64 workspaceId, QStringView fbclid, QStringView visitorId)
{
    return {fbclid.isEmpty() ? 0 : clickKey(ClickKeyKind::Fbclid, workspaceId, fbclid),
            visitorId.isEmpty() ? 0 : clickKey(ClickKeyKind::Visitor, workspaceId, visitorId)};
}

} // namespace

KeyedClicks::KeyedClicks(Connection &connection)
    : m_byFbclid(connection, "click.byFbclid"_L1)
    , m_byVisitor(connection, "click.byVisitor"_L1)
    , m_allOfVisitor(connection, "click.allOfVisitor"_L1)
    , m_byToken(connection, "click.byToken"_L1)
    , m_fedTo(connection, "clickKey.fedTo"_L1)
    , m_setFedTo(connection, "clickKey.setFedTo"_L1)
    , m_unfed(connection, "clickKey.unfed"_L1)
    , m_delete(connection, "clickKey.delete"_L1)
    , m_entry(connection, "clickKey.entry"_L1)
    , m_keys(connection.session().writer(u"clickKey.write"_s, connection.book().text(u"clickKey.write"_s)))
    , m_numbering(connection)
    , m_newestElsewhereMs(QDateTime::currentMSecsSinceEpoch())
{
}

std::optional<Click> KeyedClicks::byFbclid(qint64 workspaceId, const QString &fbclid, const QString &except)
{
    readAll();
    const auto key = clickKey(ClickKeyKind::Fbclid, workspaceId, fbclid);
    auto recent = newestRecent(workspaceId, key, except, [&](const Click &found) { return found.fbclid == fbclid; });
    if (isNewest(recent))
        return recent;
    auto stored = m_byFbclid.bind("key"_L1, key)
                      .bind("workspace_id"_L1, workspaceId)
                      .bind("fbclid"_L1, fbclid)
                      .bind("except"_L1, except)
                      .one(readClick);
    return newer(std::move(recent), std::move(stored));
}

std::optional<Click> KeyedClicks::byVisitor(qint64 workspaceId, const QString &visitorId, const QString &except)
{
    readAll();
    const auto key = clickKey(ClickKeyKind::Visitor, workspaceId, visitorId);
    auto recent =
        newestRecent(workspaceId, key, except, [&](const Click &found) { return found.visitorId == visitorId; });
    if (isNewest(recent))
        return recent;
    auto stored = m_byVisitor.bind("key"_L1, key)
                      .bind("workspace_id"_L1, workspaceId)
                      .bind("visitor_id"_L1, visitorId)
                      .bind("except"_L1, except)
                      .one(readClick);
    return newer(std::move(recent), std::move(stored));
}

// Nothing that is not in memory can be newer.
bool KeyedClicks::isNewest(const std::optional<Click> &recent) const
{
    return recent && recent->firstSeenMs > m_newestElsewhereMs;
}

QList<Click> KeyedClicks::allOfVisitor(qint64 workspaceId, const QString &visitorId)
{
    readAll();
    const auto key = clickKey(ClickKeyKind::Visitor, workspaceId, visitorId);
    auto clicks = m_allOfVisitor.bind("key"_L1, key)
                      .bind("workspace_id"_L1, workspaceId)
                      .bind("visitor_id"_L1, visitorId)
                      .all(readClick);
    QSet<QString> known;
    for (const Click &click : clicks)
        known.insert(click.token.toString());
    for (const auto &entry : m_recent.of(key)) {
        const auto token = entry.text();
        if (known.contains(token))
            continue;
        auto click = m_byToken.bind("token"_L1, token).bind("workspace_id"_L1, workspaceId).one(readClick);
        if (click && click->visitorId == visitorId)
            clicks.append(*click);
    }
    return clicks;
}

// What memory holds of it stays: it is compared with the click, so it finds nothing.
void KeyedClicks::forget(qint64 workspaceId, const Click &click)
{
    for (const auto key : keysOf(workspaceId, click.fbclid, click.visitorId)) {
        if (key == 0)
            continue;
        m_delete.bind("key"_L1, key)
            .bind("first_seen_ms"_L1, click.firstSeenMs)
            .bind("token"_L1, click.token.toString())
            .run();
    }
}

void KeyedClicks::warm(qint64 workspaceId, const Click &click)
{
    for (const auto key : keysOf(workspaceId, click.fbclid, click.visitorId)) {
        if (key != 0)
            m_entry.bind("key"_L1, key).one([](const Row &) { return true; });
    }
}

void KeyedClicks::wrote(const QList<core::NewClick> &clicks, const std::vector<qint64> &numbers)
{
    if (!m_hasRead)
        return;
    auto number = numbers.begin();
    for (const auto &[workspaceId, click] : clicks) {
        m_last = *number++;
        m_recent.add({m_last, keysOf(workspaceId, click->fbclid, click->visitorId),
                      RecentClicks::click(click->firstSeenMs, click->token.toString())});
    }
}

qint64 KeyedClicks::backlog() const
{
    return m_hasRead ? m_recent.countBehind(m_settled) : 1;
}

// First what a start has to read, a little at a time, since everybody waits for it.
void KeyedClicks::workOff(int limit)
{
    if (!m_hasRead) {
        readSome(batchAtStart);
        return;
    }
    m_mark = m_settled = storedMark();
    dropOldest();
    const auto clicks = unfed(m_mark, limit);
    if (clicks.isEmpty())
        m_settled = m_last; // What is beyond the mark was rolled back.
    else
        store(clicks);
}

void KeyedClicks::store(const QList<Unfed> &clicks)
{
    struct Entry
    {
        qint64 key;
        const Unfed *click;
    };
    std::vector<Entry> entries;
    for (const auto &click : clicks) {
        for (const auto key : keysOf(click.workspaceId, click.fbclid, click.visitorId)) {
            if (key != 0)
                entries.push_back({key, &click});
        }
    }
    // In a tree's order its pages are written once.
    std::sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) { return a.key < b.key; });
    for (const auto &[key, click] : entries) {
        m_keys->add(key);
        m_keys->add(click->firstSeenMs);
        m_keys->add(QStringView(click->token));
        m_keys->endRow();
    }
    m_setFedTo.bind("value"_L1, QString::number(clicks.last().number)).run();
}

qint64 KeyedClicks::storedMark()
{
    return m_fedTo.one([](const Row &row) { return row.text("value"_L1).toLongLong(); }).value_or(0);
}

void KeyedClicks::dropOldest()
{
    while (m_recent.size() > RecentLimit && m_recent.first().number <= m_mark) {
        m_newestElsewhereMs = std::max(m_newestElsewhereMs, m_recent.first().click.firstSeenMs);
        m_recent.dropFirst();
    }
}

void KeyedClicks::readSome(int limit)
{
    if (m_last == 0) {
        m_mark = m_settled = m_last = storedMark();
        // Of those that are stored the last one may be of a clock that went faster.
        for (const auto &click : unfed(m_mark - 1, 1))
            m_newestElsewhereMs = std::max(m_newestElsewhereMs, click.firstSeenMs);
    }
    const auto clicks = unfed(m_last, limit);
    for (const auto &click : clicks)
        remember(click);
    m_hasRead = clicks.size() < limit;
}

// At the first need: whoever only looks at payments beside a running server has none.
void KeyedClicks::readAll()
{
    while (!m_hasRead)
        readSome(batchAtStart);
}

void KeyedClicks::remember(const Unfed &click)
{
    m_recent.add({click.number, keysOf(click.workspaceId, click.fbclid, click.visitorId),
                  RecentClicks::click(click.firstSeenMs, click.token)});
    m_last = click.number;
}

QList<KeyedClicks::Unfed> KeyedClicks::unfed(qint64 after, int limit)
{
    return m_unfed.bind("number"_L1, after).bind("limit"_L1, limit).all([](const Row &row) {
        return Unfed{row.integer("number"_L1), row.integer("workspace_id"_L1), row.integer("first_seen_ms"_L1),
                     row.text("token"_L1),     row.text("fbclid"_L1),          row.text("visitor_id"_L1)};
    });
}

template <class IsIt>
std::optional<Click> KeyedClicks::newestRecent(qint64 workspaceId, qint64 key, const QString &except, IsIt isIt)
{
    const auto clicks = m_recent.of(key);
    for (auto entry = clicks.rbegin(); entry != clicks.rend(); ++entry) {
        const auto token = entry->text();
        if (token == except)
            continue;
        auto click = m_byToken.bind("token"_L1, token).bind("workspace_id"_L1, workspaceId).one(readClick);
        if (click && isIt(*click))
            return click;
    }
    return std::nullopt;
}

} // namespace rastro::storage
