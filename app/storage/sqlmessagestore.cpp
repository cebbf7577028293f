// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlmessagestore.h"

#include "storage/columns.h"
#include "storage/connection.h"

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

core::MessageRow readMessage(const Row &row)
{
    return {.id = row.integer("id"_L1),
            .botId = row.integer("bot_id"_L1),
            .chatId = row.integer("chat_id"_L1),
            .key = row.text("key"_L1),
            .purpose = row.text("purpose"_L1),
            .method = row.text("method"_L1),
            .payload = row.json("payload"_L1),
            .qrText = row.text("qr_text"_L1),
            .paymentId = row.integer("payment_id"_L1),
            .state = row.text("state"_L1),
            .attempts = static_cast<int>(row.integer("attempts"_L1)),
            .runAt = row.integer("run_at"_L1),
            .expiresAt = row.integer("expires_at"_L1),
            .fence = row.integer("fence"_L1),
            .telegramMessageId = row.integer("message_id"_L1),
            .answer = row.text("answer"_L1)};
}

// A message that goes on waiting is not finished.
Micros finishedAt(const QString &state, Micros now)
{
    return state == u"pending"_s ? 0 : now;
}

} // namespace

SqlMessageStore::SqlMessageStore(Connection &connection)
    : m_connection(connection)
    , m_add(connection, "message.add"_L1)
    , m_claimDue(connection, "message.claimDue"_L1)
    , m_finish(connection, "message.finish"_L1)
    , m_dropQueued(connection, "message.dropQueued"_L1)
    , m_resumeDeliveries(connection, "message.resumeDeliveries"_L1)
    , m_nextDue(connection, "message.nextDue"_L1)
    , m_releaseLeases(connection, "message.releaseLeases"_L1)
    , m_byPayment(connection, "message.byPayment"_L1)
    , m_countByState(connection, "message.countByState"_L1)
{
}

bool SqlMessageStore::add(const core::MessageRow &row)
{
    return m_add.bind("bot_id"_L1, row.botId)
        .bind("chat_id"_L1, row.chatId)
        .bind("key"_L1, row.key)
        .bind("purpose"_L1, row.purpose)
        .bind("method"_L1, row.method)
        .bind("payload"_L1, jsonText(row.payload))
        .bindOrNull("qr_text"_L1, row.qrText)
        .bindOrNull("payment_id"_L1, row.paymentId)
        .bind("state"_L1, row.state)
        .bind("attempts"_L1, row.attempts)
        .bind("run_at"_L1, row.runAt)
        .bindOrNull("expires_at"_L1, row.expiresAt)
        .bind("fence"_L1, row.fence)
        .bindOrNull("message_id"_L1, row.telegramMessageId)
        .bindOrNull("answer"_L1, row.answer)
        .one(readId)
        .has_value();
}

QList<core::MessageRow> SqlMessageStore::claimDue(qint64 botId, Micros now, Micros leaseUntil, int limit)
{
    m_claimDue.bind("node"_L1, m_connection.node())
        .bind("lease_until"_L1, leaseUntil)
        .bind("bot_id"_L1, botId)
        .bind("now"_L1, now)
        .bind("limit"_L1, limit);
    return inOrderOfId(m_claimDue.all(readMessage));
}

bool SqlMessageStore::finish(const core::MessageRow &row, const QString &state, const QString &answer, Micros runAt)
{
    return m_finish.bind("state"_L1, state)
               .bindOrNull("answer"_L1, answer)
               .bind("run_at"_L1, runAt)
               .bindOrNull("message_id"_L1, row.telegramMessageId)
               .bindOrNull("finished_at"_L1, finishedAt(state, m_connection.now()))
               .bind("id"_L1, row.id)
               .bind("fence"_L1, row.fence)
               .run() > 0;
}

void SqlMessageStore::dropQueued(qint64 botId, qint64 chatId)
{
    m_dropQueued.bind("answer"_L1, u"Not sent: the person blocked the bot."_s)
        .bind("finished_at"_L1, m_connection.now())
        .bind("bot_id"_L1, botId)
        .bind("chat_id"_L1, chatId)
        .run();
}

void SqlMessageStore::resumeDeliveries(qint64 botId, qint64 chatId, Micros now)
{
    m_resumeDeliveries.bind("now"_L1, now).bind("bot_id"_L1, botId).bind("chat_id"_L1, chatId).run();
}

std::optional<Micros> SqlMessageStore::nextDue(qint64 botId)
{
    m_nextDue.bind("bot_id"_L1, botId);
    return readDue(m_nextDue);
}

void SqlMessageStore::releaseLeases(const QString &node, Micros now)
{
    m_releaseLeases.bind("now"_L1, now).bind("node"_L1, node).run();
}

QList<core::MessageRow> SqlMessageStore::byPayment(qint64 paymentId)
{
    return m_byPayment.bind("payment_id"_L1, paymentId).all(readMessage);
}

QMap<QString, qint64> SqlMessageStore::countByState()
{
    return readCounts(m_countByState);
}

} // namespace rastro::storage
