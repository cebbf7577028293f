// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/columns.h"

#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;

namespace rastro::storage {

void bindUtm(Statement &statement, const Utm &utm)
{
    statement.bindOrNull("utm_source"_L1, utm.source)
        .bindOrNull("utm_medium"_L1, utm.medium)
        .bindOrNull("utm_campaign"_L1, utm.campaign)
        .bindOrNull("utm_content"_L1, utm.content)
        .bindOrNull("utm_term"_L1, utm.term);
}

Utm readUtm(const Row &row)
{
    return {row.text("utm_source"_L1), row.text("utm_medium"_L1), row.text("utm_campaign"_L1),
            row.text("utm_content"_L1), row.text("utm_term"_L1)};
}

void bindScope(Statement &statement, const core::PluginScope &scope)
{
    statement.bind("scope_kind"_L1, scope.kind == core::PluginScope::Pool ? u"pool"_s : u"bot"_s)
        .bind("scope_id"_L1, scope.id);
}

core::PluginScope readScope(const Row &row)
{
    const auto isPool = row.text("scope_kind"_L1) == u"pool"_s;
    return {isPool ? core::PluginScope::Pool : core::PluginScope::Bot, row.integer("scope_id"_L1)};
}

void bindCircuit(Statement &statement, const core::Circuit &circuit)
{
    statement.bind("health_status"_L1, core::circuitName(circuit.state))
        .bind("consecutive_failures"_L1, qint64(circuit.failures))
        .bind("circuit_breaker_trips"_L1, qint64(circuit.trips))
        .bindOrNull("circuit_breaker_until"_L1, circuit.openUntil)
        .bindOrNull("last_seen_at"_L1, circuit.seenAt)
        .bindOrNull("health_reason"_L1, circuit.reason);
}

core::Circuit readCircuit(const Row &row)
{
    return {.state = core::circuitNamed(row.text("health_status"_L1)),
            .failures = static_cast<int>(row.integer("consecutive_failures"_L1)),
            .trips = static_cast<int>(row.integer("circuit_breaker_trips"_L1)),
            .openUntil = row.integer("circuit_breaker_until"_L1),
            .seenAt = row.integer("last_seen_at"_L1),
            .reason = row.text("health_reason"_L1)};
}

QString jsonText(const QJsonObject &object)
{
    return object.isEmpty() ? QString() : QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

qint64 readId(const Row &row)
{
    return row.integer("id"_L1);
}

std::optional<Micros> readDue(Statement &statement)
{
    return statement.one([](const Row &row) { return row.integer("due"_L1); });
}

QMap<QString, qint64> readCounts(Statement &statement)
{
    QMap<QString, qint64> counts;
    const auto rows =
        statement.all([](const Row &row) { return std::pair(row.text("state"_L1), row.integer("n"_L1)); });
    for (const auto &[state, count] : rows)
        counts.insert(state, count);
    return counts;
}

} // namespace rastro::storage
