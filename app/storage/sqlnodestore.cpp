// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlnodestore.h"

#include "storage/connection.h"

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

qint64 readFence(const Row &row)
{
    return row.integer("fence"_L1);
}

core::NodeRow readNode(const Row &row)
{
    core::NodeRow node;
    node.id = row.text("id"_L1);
    node.place = row.text("place"_L1);
    node.age = std::chrono::microseconds(row.integer("age"_L1));
    node.silence = std::chrono::microseconds(row.integer("silence"_L1));
    node.clockAhead = std::chrono::microseconds(row.integer("clock_ahead"_L1));
    node.lives = row.flag("lives"_L1);
    return node;
}

} // namespace

SqlNodeStore::SqlNodeStore(Connection &connection)
    : m_node(connection.node())
    , m_all(connection, "node.all"_L1)
    , m_beat(connection, "node.beat"_L1)
    , m_retire(connection, "node.retire"_L1)
    , m_dead(connection, "node.dead"_L1)
    , m_forget(connection, "node.forget"_L1)
    , m_leave(connection, "node.leave"_L1)
    , m_mine(connection, "lease.mine"_L1)
    , m_take(connection, "lease.take"_L1)
    , m_hold(connection, "lease.hold"_L1)
    , m_giveUp(connection, "lease.giveUp"_L1)
    , m_ofNode(connection, "lease.ofNode"_L1)
{
}

QList<core::NodeRow> SqlNodeStore::all()
{
    auto nodes = m_all.all(readNode);
    for (core::NodeRow &node : nodes)
        node.leases = m_ofNode.bind("node_id"_L1, node.id).all([](const Row &row) { return row.text("name"_L1); });
    return nodes;
}

void SqlNodeStore::beat(const QString &place, std::chrono::microseconds span, Micros now)
{
    m_beat.bind("id"_L1, m_node)
        .bind("place"_L1, place)
        .bind("now"_L1, now)
        .bind("span"_L1, qint64(span.count()))
        .run();
}

void SqlNodeStore::retire(const QString &node)
{
    m_retire.bind("id"_L1, node).run();
}

QStringList SqlNodeStore::dead()
{
    return m_dead.bind("id"_L1, m_node).all([](const Row &row) { return row.text("id"_L1); });
}

void SqlNodeStore::forget(std::chrono::microseconds after)
{
    m_forget.bind("after"_L1, qint64(after.count())).run();
}

void SqlNodeStore::leave()
{
    m_leave.bind("id"_L1, m_node).run();
}

std::optional<qint64> SqlNodeStore::take(const QString &lease)
{
    if (const auto mine = m_mine.bind("name"_L1, lease).bind("node_id"_L1, m_node).one(readFence))
        return mine;
    return m_take.bind("name"_L1, lease).bind("node_id"_L1, m_node).one(readFence);
}

bool SqlNodeStore::holds(const QString &lease, qint64 fence)
{
    const auto read = [](const Row &row) { return row.flag("held"_L1); };
    return m_hold.bind("name"_L1, lease).bind("node_id"_L1, m_node).bind("fence"_L1, fence).one(read).has_value();
}

void SqlNodeStore::giveUp(const QString &lease)
{
    m_giveUp.bind("name"_L1, lease).bind("node_id"_L1, m_node).run();
}

} // namespace rastro::storage
