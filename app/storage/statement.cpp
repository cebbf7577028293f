// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/statement.h"

#include "storage/connection.h"
#include "storage/placeholders.h"
#include "storage/sqlfailure.h"

#include <QtCore/QSet>
#include <QtSql/QSqlError>

using namespace Qt::StringLiterals;

namespace rastro::storage {

Statement::Statement(Connection &connection, QLatin1StringView name)
    : m_connection(connection)
    , m_name(name)
    , m_row(m_query)
{
    const auto numbered = replacePlaceholders(connection.book().text(m_name));
    m_text = numbered.text;
    m_places = numbered.names;
    m_repeats = QSet<QString>(m_places.begin(), m_places.end()).size() < m_places.size();
    m_values.resize(m_places.size());
    m_bound.resize(m_places.size());
    m_isStale.fill(true, m_places.size());
}

Statement &Statement::bind(QLatin1StringView name, qint64 value)
{
    set(name, value);
    return *this;
}

Statement &Statement::bind(QLatin1StringView name, const QString &value)
{
    set(name, value.isNull() ? u""_s : value);
    return *this;
}

Statement &Statement::bind(QLatin1StringView name, const QByteArray &value)
{
    set(name, value.isNull() ? ""_ba : value);
    return *this;
}

Statement &Statement::bindOrNull(QLatin1StringView name, qint64 value)
{
    set(name, value == 0 ? QVariant() : QVariant(value));
    return *this;
}

Statement &Statement::bindOrNull(QLatin1StringView name, const QString &value)
{
    set(name, value.isEmpty() ? QVariant() : QVariant(value));
    return *this;
}

Statement &Statement::bindOrNull(QLatin1StringView name, const QByteArray &value)
{
    set(name, value.isEmpty() ? QVariant() : QVariant(value));
    return *this;
}

Statement &Statement::bindOrNull(QLatin1StringView name, const std::optional<TrackingToken> &value)
{
    set(name, value ? QVariant(value->toString()) : QVariant());
    return *this;
}

int Statement::run()
{
    const Finisher finisher{m_query};
    execute();
    return m_query.numRowsAffected();
}

void Statement::prepare()
{
    m_query = QSqlQuery(m_connection.database());
    m_query.setForwardOnly(true);
    if (!m_query.prepare(m_text))
        throwFailure(m_query.lastError(), m_name);
    m_isPrepared = true;
}

void Statement::execute()
{
    if (!m_isPrepared)
        prepare();
    for (qsizetype at = 0; at < m_places.size(); ++at) {
        if (!m_bound[at])
            throw core::StorageFailure(
                {u"storage.statement"_s, u"%1: “%2” was not bound."_s.arg(m_name, m_places[at])});
        if (m_isStale[at])
            m_query.bindValue(static_cast<int>(at), m_values[at]);
        m_isStale[at] = false;
        m_bound[at] = false;
    }
    m_hint = 0;
    if (!m_query.exec())
        throwFailure(m_query.lastError(), m_name);
    if (m_query.isSelect() && m_row.m_columns.isEmpty())
        m_row.readColumns();
}

bool Statement::next()
{
    if (m_query.next())
        return true;
    if (m_query.lastError().isValid())
        throwFailure(m_query.lastError(), m_name);
    return false;
}

void Statement::set(QLatin1StringView name, const QVariant &value)
{
    // Values are mostly bound in the order of their places: the search starts where the last one ended.
    bool found = false;
    const auto start = m_hint;
    for (qsizetype tried = 0; tried < m_places.size() && (!found || m_repeats); ++tried) {
        const auto at = (start + tried) % m_places.size();
        if (m_places[at] != name)
            continue;
        m_bound[at] = true;
        // A query keeps what was bound to it, and QtSql spends more on a value than the database does: what is as it
        // was the last time stays bound. The type counts, so that NULL is never taken for an empty text.
        if (m_values[at].typeId() != value.typeId() || m_values[at] != value) {
            m_values[at] = value;
            m_isStale[at] = true;
        }
        if (!found)
            m_hint = at + 1;
        found = true;
    }
    if (!found)
        throw core::StorageFailure({u"storage.statement"_s, u"%1 has no place “%2”."_s.arg(m_name, name)});
}

} // namespace rastro::storage
