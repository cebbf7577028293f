// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlite/keyedclicks.h"

#include "storage/clickrow.h"
#include "storage/connection.h"
#include "storage/sqlite/clickkey.h"

#include <QtCore/QSet>
#include <QtCore/QVarLengthArray>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

constexpr int batchAtStart = 10'000;

// What is not stored yet is mostly, but not always, newer than what is: clicks may be imported.
std::optional<Click> newer(std::optional<Click> one, std::optional<Click> other)
{
    if (!one || (other && other->firstSeenMs > one->firstSeenMs))
        return other;
    return one;
}

// An empty value is none: nothing is found by it.
QVarLengthArray<qint64, 2> keysOf(qint64 workspaceId, QStringView fbclid, QStringView visitorId)
{
    QVarLengthArray<qint64, 2> keys;
    if (!fbclid.isEmpty())
        keys.append(clickKey(ClickKeyKind::Fbclid, workspaceId, fbclid));
    if (!visitorId.isEmpty())
        keys.append(clickKey(ClickKeyKind::Visitor, workspaceId, visitorId));
    return keys;
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
    , m_keys(connection.session().writer(u"clickKey.write"_s, connection.book().text(u"clickKey.write"_s)))
{
}

std::optional<Click> KeyedClicks::byFbclid(qint64 workspaceId, const QString &fbclid, const QString &except)
{
    readBacklog();
    const auto key = clickKey(ClickKeyKind::Fbclid, workspaceId, fbclid);
    auto recent = newestRecent(workspaceId, key, except, [&](const Click &found) { return found.fbclid == fbclid; });
    auto stored = m_byFbclid.bind("key"_L1, key)
                      .bind("workspace_id"_L1, workspaceId)
                      .bind("fbclid"_L1, fbclid)
                      .bind("except"_L1, except)
                      .one(readClick);
    return newer(std::move(recent), std::move(stored));
}

std::optional<Click> KeyedClicks::byVisitor(qint64 workspaceId, const QString &visitorId, const QString &except)
{
    readBacklog();
    const auto key = clickKey(ClickKeyKind::Visitor, workspaceId, visitorId);
    auto recent =
        newestRecent(workspaceId, key, except, [&](const Click &found) { return found.visitorId == visitorId; });
    auto stored = m_byVisitor.bind("key"_L1, key)
                      .bind("workspace_id"_L1, workspaceId)
                      .bind("visitor_id"_L1, visitorId)
                      .bind("except"_L1, except)
                      .one(readClick);
    return newer(std::move(recent), std::move(stored));
}

QList<Click> KeyedClicks::allOfVisitor(qint64 workspaceId, const QString &visitorId)
{
    readBacklog();
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

// What memory holds of it stays until it is stored: it is compared with the click, so it finds nothing.
void KeyedClicks::forget(qint64 workspaceId, const Click &click)
{
    for (const auto key : keysOf(workspaceId, click.fbclid, click.visitorId)) {
        m_delete.bind("key"_L1, key)
            .bind("first_seen_ms"_L1, click.firstSeenMs)
            .bind("token"_L1, click.token.toString())
            .run();
    }
}

void KeyedClicks::wrote(qint64 workspaceId, const Click &click)
{
    if (!m_hasRead)
        return;
    for (const auto key : keysOf(workspaceId, click.fbclid, click.visitorId))
        m_recent.add(key, click.firstSeenMs, click.token.toString());
    ++m_backlog;
}

void KeyedClicks::workOff(int limit)
{
    readBacklog();
    const auto mark = m_fedTo.one([](const Row &row) { return row.text("value"_L1).toLongLong(); }).value_or(0);
    forgetStored(mark);
    const auto clicks = unfed(mark, limit);
    if (clicks.isEmpty()) {
        // What is left in memory was rolled back.
        m_recent.clear();
        m_backlog = 0;
        return;
    }
    for (const auto &click : clicks) {
        for (const auto key : keysOf(click.workspaceId, click.fbclid, click.visitorId))
            m_stored.push_back({key, click.firstSeenMs, click.token});
    }
    auto sorted = m_stored; // In a tree's order its pages are written once; memory forgets in the order of arrival.
    std::sort(sorted.begin(), sorted.end(), [](const Entry &a, const Entry &b) { return a.key < b.key; });
    for (const auto &entry : sorted) {
        m_keys->add(entry.key);
        m_keys->add(entry.firstSeenMs);
        m_keys->add(QStringView(entry.token));
        m_keys->endRow();
    }
    m_storedTo = clicks.last().number;
    m_setFedTo.bind("value"_L1, QString::number(m_storedTo)).run();
}

// Only once the database says that they are: the transaction that stored them may have failed.
void KeyedClicks::forgetStored(qint64 mark)
{
    if (mark >= m_storedTo) {
        for (const auto &entry : m_stored)
            m_recent.remove(entry.key, entry.token);
    }
    m_stored.clear();
    m_storedTo = 0;
}

// At the first need: whoever only looks at payments beside a running server has none.
void KeyedClicks::readBacklog()
{
    if (std::exchange(m_hasRead, true))
        return;
    auto mark = m_fedTo.one([](const Row &row) { return row.text("value"_L1).toLongLong(); }).value_or(0);
    for (auto clicks = unfed(mark, batchAtStart); !clicks.isEmpty(); clicks = unfed(mark, batchAtStart)) {
        for (const auto &click : clicks) {
            for (const auto key : keysOf(click.workspaceId, click.fbclid, click.visitorId))
                m_recent.add(key, click.firstSeenMs, click.token);
        }
        m_backlog += clicks.size();
        mark = clicks.last().number;
    }
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
