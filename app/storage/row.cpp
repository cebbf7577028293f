// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/row.h"

#include "core/ports/unitofwork.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QVariant>
#include <QtSql/QSqlQuery>
#include <QtSql/QSqlRecord>

using namespace Qt::StringLiterals;

namespace rastro::storage {

qint64 Row::integer(QLatin1StringView column) const
{
    return m_query.value(position(column)).toLongLong();
}

QString Row::text(QLatin1StringView column) const
{
    return m_query.value(position(column)).toString();
}

QByteArray Row::bytes(QLatin1StringView column) const
{
    return m_query.value(position(column)).toByteArray();
}

QJsonObject Row::json(QLatin1StringView column) const
{
    return QJsonDocument::fromJson(text(column).toUtf8()).object();
}

std::optional<TrackingToken> Row::token(QLatin1StringView column) const
{
    return TrackingToken::parse(text(column));
}

void Row::readColumns()
{
    m_columns.clear();
    const auto record = m_query.record();
    for (int i = 0; i < record.count(); ++i)
        m_columns.append(record.fieldName(i));
}

int Row::position(QLatin1StringView column) const
{
    for (qsizetype tried = 0; tried < m_columns.size(); ++tried) {
        const auto at = (m_hint + tried) % m_columns.size();
        if (m_columns[at] == column) {
            m_hint = at + 1;
            return static_cast<int>(at);
        }
    }
    throw core::StorageFailure({u"storage.statement"_s, u"A statement has no column “%1”."_s.arg(column)});
}

} // namespace rastro::storage
