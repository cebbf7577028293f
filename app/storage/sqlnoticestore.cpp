// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlnoticestore.h"

#include "storage/columns.h"
#include "storage/connection.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

// Header values are bytes of any kind: Latin-1 maps each to one character and back.
QString headersText(const QList<std::pair<QByteArray, QByteArray>> &headers)
{
    QJsonArray array;
    for (const auto &[name, value] : headers)
        array.append(QJsonArray{QString::fromLatin1(name), QString::fromLatin1(value)});
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

QList<std::pair<QByteArray, QByteArray>> headersOf(const QString &text)
{
    QList<std::pair<QByteArray, QByteArray>> headers;
    const auto array = QJsonDocument::fromJson(text.toUtf8()).array();
    for (const auto &entry : array)
        headers.append({entry.toArray().at(0).toString().toLatin1(), entry.toArray().at(1).toString().toLatin1()});
    return headers;
}

core::NoticeRow readNotice(const Row &row)
{
    return {.id = row.integer("id"_L1),
            .botId = row.integer("bot_id"_L1),
            .gateway = row.text("gateway_type"_L1),
            .dedupKey = row.text("dedup_key"_L1),
            .notice = {row.bytes("body"_L1), headersOf(row.text("headers"_L1)), row.bytes("query"_L1)},
            .state = row.text("state"_L1),
            .outcome = row.text("outcome"_L1),
            .attempts = static_cast<int>(row.integer("attempts"_L1)),
            .nextAttemptAt = row.integer("next_attempt_at"_L1),
            .receivedAt = row.integer("received_at"_L1)};
}

// A pending notice is due at once if no time is given; an orphan is tried again only if one is; the others never.
void bindNextAttempt(Statement &statement, const QString &state, Micros at)
{
    if (state == u"pending"_s)
        statement.bind("next_attempt_at"_L1, at);
    else
        statement.bindOrNull("next_attempt_at"_L1, state == u"orphan"_s ? at : 0);
}

} // namespace

SqlNoticeStore::SqlNoticeStore(Connection &connection)
    : m_node(connection.node())
    , m_insert(connection, "notice.insert"_L1)
    , m_claimDue(connection, "notice.claimDue"_L1)
    , m_settle(connection, "notice.settle"_L1)
    , m_nextDue(connection, "notice.nextDue"_L1)
    , m_releaseLeases(connection, "notice.releaseLeases"_L1)
    , m_inState(connection, "notice.inState"_L1)
{
}

qint64 SqlNoticeStore::insert(const core::NoticeRow &row)
{
    m_insert.bind("bot_id"_L1, row.botId)
        .bind("gateway_type"_L1, row.gateway)
        .bind("dedup_key"_L1, row.dedupKey)
        .bind("body"_L1, row.notice.body)
        .bind("headers"_L1, headersText(row.notice.headers))
        .bind("query"_L1, row.notice.query)
        .bind("state"_L1, row.state)
        .bindOrNull("outcome"_L1, row.outcome)
        .bind("attempts"_L1, row.attempts)
        .bind("received_at"_L1, row.receivedAt);
    bindNextAttempt(m_insert, row.state, row.nextAttemptAt);
    return m_insert.one(readId).value_or(0);
}

QList<core::NoticeRow> SqlNoticeStore::claimDue(Micros now, Micros again, int limit)
{
    m_claimDue.bind("node"_L1, m_node).bind("again"_L1, again).bind("now"_L1, now).bind("limit"_L1, limit);
    return inOrderOfId(m_claimDue.all(readNotice));
}

void SqlNoticeStore::settle(qint64 id, const QString &state, const QString &outcome, Micros nextAttemptAt)
{
    bindNextAttempt(m_settle, state, nextAttemptAt);
    m_settle.bind("state"_L1, state).bindOrNull("outcome"_L1, outcome).bind("id"_L1, id).run();
}

std::optional<Micros> SqlNoticeStore::nextDue()
{
    return readDue(m_nextDue);
}

void SqlNoticeStore::releaseLeases(const QString &node, Micros now)
{
    m_releaseLeases.bind("now"_L1, now).bind("node"_L1, node).run();
}

QList<core::NoticeRow> SqlNoticeStore::inState(const QString &state, int limit)
{
    return m_inState.bind("state"_L1, state).bind("limit"_L1, limit).all(readNotice);
}

} // namespace rastro::storage
