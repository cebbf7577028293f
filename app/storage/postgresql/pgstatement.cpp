// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/postgresql/pgstatement.h"

#include "storage/postgresql/pgsession.h"

#include <QtCore/QVarLengthArray>
#include <charconv>

namespace rastro::storage {

namespace {

constexpr Oid byteaType = 17; // pg_type.dat

QByteArray fromHexForm(QByteArrayView text)
{
    return text.startsWith("\\x") ? QByteArray::fromHex(text.sliced(2).toByteArray()) : text.toByteArray();
}

} // namespace

PgStatement::PgStatement(PgSession &session, QString name, const QString &text)
    : m_session(session)
    , m_name(std::move(name))
    , m_text(text.toUtf8())
{
}

void PgStatement::bindNull(int place)
{
    at(place) = {};
}

void PgStatement::bindInteger(int place, qint64 value)
{
    at(place) = {std::to_string(value), false, false};
}

void PgStatement::bindText(int place, QStringView value)
{
    auto text = value.toString();
    text.replace(QChar(u'\0'), QChar(QChar::ReplacementCharacter));
    at(place) = {text.toStdString(), false, true};
}

void PgStatement::bindBytes(int place, QByteArrayView value)
{
    at(place) = {std::string(value.begin(), value.end()), false, true};
}

bool PgStatement::execute()
{
    if (m_preparedOn != m_session.generation())
        prepare();
    QVarLengthArray<const char *, 48> values;
    QVarLengthArray<int, 48> sizes;
    QVarLengthArray<int, 48> formats;
    for (const auto &value : m_values) {
        values.append(value.isNull ? nullptr : value.bytes.data());
        sizes.append(static_cast<int>(value.bytes.size()));
        formats.append(value.isBinary ? 1 : 0);
    }
    m_row = 0;
    m_result.reset(PQexecPrepared(m_session.connection(), m_serverName.constData(), static_cast<int>(values.size()),
                                  values.constData(), sizes.constData(), formats.constData(), 0));
    m_session.check(m_result.get(), m_name);
    return PQntuples(m_result.get()) > 0;
}

bool PgStatement::next()
{
    return ++m_row < PQntuples(m_result.get());
}

int PgStatement::changedRows() const
{
    return QByteArray(PQcmdTuples(m_result.get())).toInt();
}

void PgStatement::reset() noexcept
{
    m_result.reset();
}

int PgStatement::columnCount() const
{
    return PQnfields(m_result.get());
}

QByteArray PgStatement::columnName(int column) const
{
    return PQfname(m_result.get(), column);
}

qint64 PgStatement::integer(int column) const
{
    const auto text = field(column);
    qint64 value = 0;
    std::from_chars(text.begin(), text.end(), value);
    return value;
}

QString PgStatement::text(int column) const
{
    return PQgetisnull(m_result.get(), m_row, column) ? QString() : QString::fromUtf8(field(column));
}

QByteArray PgStatement::bytes(int column) const
{
    return PQftype(m_result.get(), column) == byteaType ? fromHexForm(field(column)) : field(column).toByteArray();
}

bool PgStatement::isNull(int column) const
{
    return PQgetisnull(m_result.get(), m_row, column) != 0;
}

void PgStatement::prepare()
{
    if (m_serverName.isEmpty())
        m_serverName = m_session.newStatementName();
    const PgResult prepared(
        PQprepare(m_session.connection(), m_serverName.constData(), m_text.constData(), 0, nullptr));
    m_session.check(prepared.get(), m_name);
    m_preparedOn = m_session.generation();
}

PgStatement::Value &PgStatement::at(int place)
{
    const auto index = static_cast<std::size_t>(place);
    if (index >= m_values.size())
        m_values.resize(index + 1);
    return m_values[index];
}

QByteArrayView PgStatement::field(int column) const
{
    return {PQgetvalue(m_result.get(), m_row, column), PQgetlength(m_result.get(), m_row, column)};
}

} // namespace rastro::storage
