// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/row.h"

#include "core/ports/unitofwork.h"

#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;

namespace rastro::storage {

qint64 Row::integer(QLatin1StringView column) const
{
    return m_statement->integer(position(column));
}

QString Row::text(QLatin1StringView column) const
{
    return m_statement->text(position(column));
}

QByteArray Row::bytes(QLatin1StringView column) const
{
    return m_statement->bytes(position(column));
}

QJsonObject Row::json(QLatin1StringView column) const
{
    return QJsonDocument::fromJson(text(column).toUtf8()).object();
}

std::optional<TrackingToken> Row::token(QLatin1StringView column) const
{
    return TrackingToken::parse(text(column));
}

void Row::readColumns(const PreparedStatement &statement)
{
    m_statement = &statement;
    m_columns.clear();
    for (int i = 0; i < statement.columnCount(); ++i)
        m_columns.append(statement.columnName(i));
}

int Row::position(QLatin1StringView column) const
{
    for (qsizetype tried = 0; tried < m_columns.size(); ++tried) {
        const auto at = (m_hint + tried) % m_columns.size();
        if (QByteArrayView(m_columns[at]) == QByteArrayView(column.data(), column.size())) {
            m_hint = at + 1;
            return static_cast<int>(at);
        }
    }
    throw core::StorageFailure({u"storage.statement"_s, u"A statement has no column “%1”."_s.arg(column)});
}

} // namespace rastro::storage
