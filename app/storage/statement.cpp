// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/statement.h"

#include "core/ports/unitofwork.h"
#include "storage/connection.h"
#include "storage/placeholders.h"

using namespace Qt::StringLiterals;

namespace rastro::storage {

Statement::Statement(Connection &connection, QLatin1StringView name)
    : m_connection(connection)
    , m_name(name)
{
    auto numbered = replacePlaceholders(connection.book().text(m_name), connection.session().placeholderMark());
    m_text = std::move(numbered.text);
    m_places = std::move(numbered.names);
    m_bound.resize(static_cast<std::size_t>(m_places.size()));
}

Statement &Statement::bind(QLatin1StringView name, qint64 value)
{
    prepared().bindInteger(place(name), value);
    return *this;
}

Statement &Statement::bind(QLatin1StringView name, QStringView value)
{
    prepared().bindText(place(name), value);
    return *this;
}

Statement &Statement::bind(QLatin1StringView name, const QByteArray &value)
{
    prepared().bindBytes(place(name), value);
    return *this;
}

Statement &Statement::bindOrNull(QLatin1StringView name, qint64 value)
{
    if (value != 0)
        return bind(name, value);
    prepared().bindNull(place(name));
    return *this;
}

Statement &Statement::bindOrNull(QLatin1StringView name, QStringView value)
{
    if (!value.isEmpty())
        return bind(name, value);
    prepared().bindNull(place(name));
    return *this;
}

Statement &Statement::bindOrNull(QLatin1StringView name, const QByteArray &value)
{
    if (!value.isEmpty())
        return bind(name, value);
    prepared().bindNull(place(name));
    return *this;
}

Statement &Statement::bindOrNull(QLatin1StringView name, const std::optional<TrackingToken> &value)
{
    return bindOrNull(name, value ? QStringView(value->toString()) : QStringView());
}

int Statement::run()
{
    const Finisher finisher{*this};
    for (bool there = execute(); there; there = m_prepared->next()) {
    }
    return m_prepared->changedRows();
}

bool Statement::execute()
{
    auto &statement = prepared();
    const auto unbound = std::find(m_bound.begin(), m_bound.end(), false);
    if (unbound != m_bound.end())
        throw core::StorageFailure(
            {u"storage.statement"_s,
             u"%1: “%2” was not bound."_s.arg(m_name, QLatin1StringView(m_places[unbound - m_bound.begin()]))});
    const bool hasRow = statement.execute();
    // An answer may have other columns after a migration or on a new connection; names are compared only when they can
    // have changed.
    if (hasRow && m_row.columnCount() != statement.columnCount())
        m_row.readColumns(statement);
    return hasRow;
}

void Statement::finish() noexcept
{
    if (m_prepared)
        m_prepared->reset();
    m_bound.assign(m_bound.size(), false);
    m_hint = 0;
}

int Statement::place(QLatin1StringView name)
{
    // Values are mostly bound in the order of their places: the search starts where the last one ended.
    const QByteArrayView wanted(name.data(), name.size());
    for (qsizetype tried = 0; tried < m_places.size(); ++tried) {
        const auto at = (m_hint + tried) % m_places.size();
        if (QByteArrayView(m_places[at]) != wanted)
            continue;
        m_hint = at + 1;
        m_bound[static_cast<std::size_t>(at)] = true;
        return static_cast<int>(at);
    }
    throw core::StorageFailure({u"storage.statement"_s, u"%1 has no place “%2”."_s.arg(m_name, name)});
}

PreparedStatement &Statement::prepared()
{
    if (!m_prepared)
        m_prepared = m_connection.session().prepare(m_name, m_text);
    return *m_prepared;
}

} // namespace rastro::storage
