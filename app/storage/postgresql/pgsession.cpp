// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/postgresql/pgsession.h"

#include "core/ports/unitofwork.h"
#include "storage/postgresql/pgcopy.h"
#include "storage/postgresql/pgfailure.h"
#include "storage/postgresql/pgstatement.h"

#include <array>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

// Commits stay durable whatever the server's default is. A node that hangs in a transaction loses its locks before
// others take it for dead (core/nodes/nodelife.h), so that they need not wait for them.
constexpr auto settings = "SET synchronous_commit = on; SET lock_timeout = '5s'; SET statement_timeout = '60s';"
                          "SET idle_in_transaction_session_timeout = '8s'; SET client_min_messages = 'warning';"
                          "SET standard_conforming_strings = on; SET bytea_output = 'hex'";

const auto opening = u"Opening the PostgreSQL database"_s;

QString said(const char *text)
{
    return QString::fromUtf8(text).simplified();
}

// "redirect_pools.slug", as SQLite says it; the server's detail is "Key (slug)=(summer) already exists."
QString repeatedKey(const PGresult *result, const QString &otherwise)
{
    const auto table = QString::fromUtf8(PQresultErrorField(result, PG_DIAG_TABLE_NAME));
    const auto detail = QString::fromUtf8(PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL));
    const auto columns = detail.section(u'(', 1, 1).section(u')', 0, 0).split(u", "_s, Qt::SkipEmptyParts);
    if (table.isEmpty() || columns.isEmpty())
        return otherwise;
    QStringList names;
    for (const auto &column : columns)
        names.append(table + u'.' + column);
    return names.join(u", "_s);
}

} // namespace

PgSession::PgSession(QString address)
    : m_address(std::move(address))
{
    connect();
}

PgSession::~PgSession() = default;

void PgSession::connect()
{
    const auto address = m_address.toUtf8();
    const std::array names{"dbname",           "connect_timeout",
                           "client_encoding",  "fallback_application_name",
                           "tcp_user_timeout", static_cast<const char *>(nullptr)};
    const std::array values{address.constData(), "5", "UTF8", "rastro", "10000", static_cast<const char *>(nullptr)};
    m_connection.reset(); // Its statements are gone with it.
    m_connection.reset(PQconnectdbParams(names.data(), values.data(), 1));
    ++m_generation;
    if (PQstatus(connection()) != CONNECTION_OK) {
        const auto message = said(PQerrorMessage(connection()));
        // libpq gives no SQLSTATE for what the server refuses at the door.
        const bool refused = message.contains(u"FATAL"_s) && !message.contains(u"the database system is"_s) &&
                             !message.contains(u"too many"_s);
        throw core::StorageFailure(pgError(refused ? u"28000"_s : QString(), message, opening));
    }
    PQsetNoticeProcessor(
        connection(), [](void *, const char *) {}, nullptr);
    run(settings, opening);
}

std::unique_ptr<PreparedStatement> PgSession::prepare(const QString &name, const QString &text)
{
    return std::make_unique<PgStatement>(*this, name, text);
}

std::unique_ptr<RowWriter> PgSession::writer(const QString &name, const QString &text)
{
    return std::make_unique<PgCopy>(*this, name, text);
}

void PgSession::execute(const QString &statement)
{
    run(statement.toUtf8().constData(), statement.section(u'\n', 0, 0).left(60));
}

void PgSession::begin()
{
    if (PQstatus(connection()) != CONNECTION_OK)
        connect();
    try {
        run("BEGIN ISOLATION LEVEL REPEATABLE READ", u"BEGIN"_s);
    } catch (const core::StorageFailure &) {
        // A server that was restarted is noticed only now.
        if (PQstatus(connection()) == CONNECTION_OK)
            throw;
        connect();
        run("BEGIN ISOLATION LEVEL REPEATABLE READ", u"BEGIN"_s);
    }
}

void PgSession::commit()
{
    const auto committed = run("COMMIT", u"COMMIT"_s);
    // A transaction that failed is rolled back by COMMIT, which is no error to the server.
    if (QByteArrayView(PQcmdStatus(committed.get())) != QByteArrayView("COMMIT"))
        throw core::StorageFailure(pgError(u"40000"_s, u"the transaction had failed"_s, u"COMMIT"_s));
}

void PgSession::rollback() noexcept
{
    if (PQstatus(connection()) == CONNECTION_OK)
        const PgResult undone(PQexec(connection(), "ROLLBACK"));
}

void PgSession::check(const PGresult *result, const QString &what) const
{
    const auto status = PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_COPY_IN)
        return;
    const auto *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const auto *primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const auto code = QString::fromLatin1(state);
    const auto words = said(primary ? primary : PQerrorMessage(connection()));
    throw core::StorageFailure(pgError(code, code == u"23505" ? repeatedKey(result, words) : words, what));
}

PgResult PgSession::run(const char *statement, const QString &what)
{
    PgResult result(PQexec(connection(), statement));
    check(result.get(), what);
    return result;
}

} // namespace rastro::storage
