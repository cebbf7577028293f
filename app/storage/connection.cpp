// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/connection.h"

#include "storage/postgresql/pgsession.h"
#include "storage/sqlite/sqlitesession.h"

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

std::unique_ptr<Session> openSession(const ConnectionOptions &options)
{
    if (options.url.isServer())
        return std::make_unique<PgSession>(options.url.server);
    return std::make_unique<SqliteSession>(options.url.path, options.maxPages);
}

} // namespace

Connection::Connection(ConnectionOptions options)
    : m_options(std::move(options))
    , m_session(openSession(m_options))
    , m_book(StatementBook::read(m_session->dialect()))
{
}

void Connection::setSavepoint()
{
    execute(u"SAVEPOINT job"_s);
}

void Connection::releaseSavepoint()
{
    execute(u"RELEASE SAVEPOINT job"_s);
}

void Connection::rollbackToSavepoint()
{
    execute(u"ROLLBACK TO SAVEPOINT job"_s);
    releaseSavepoint();
}

} // namespace rastro::storage
