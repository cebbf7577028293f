// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/postgresql/pgcopy.h"

#include "storage/postgresql/pgsession.h"

namespace rastro::storage {

namespace {

// What has a meaning of its own between fields and rows.
void appendEscaped(QByteArray &out, QByteArrayView text)
{
    for (const char c : text) {
        switch (c) {
        case '\\':
            out.append("\\\\");
            break;
        case '\t':
            out.append("\\t");
            break;
        case '\n':
            out.append("\\n");
            break;
        case '\r':
            out.append("\\r");
            break;
        case '\0':
            out.append("\xEF\xBF\xBD"); // U+FFFD: PostgreSQL stores no U+0000.
            break;
        default:
            out.append(c);
        }
    }
}

} // namespace

PgCopy::PgCopy(PgSession &session, QString name, const QString &text)
    : m_session(session)
    , m_name(std::move(name))
    , m_text(text.toUtf8())
{
}

void PgCopy::addNull()
{
    separate();
    m_rows.append("\\N");
}

void PgCopy::add(qint64 value)
{
    separate();
    m_rows.append(QByteArray::number(value));
}

void PgCopy::add(QStringView value)
{
    separate();
    appendEscaped(m_rows, value.toUtf8());
}

// https://www.postgresql.org/docs/15/datatype-binary.html, "bytea Hex Format"; its backslash is escaped.
void PgCopy::addBytes(QByteArrayView value)
{
    separate();
    m_rows.append("\\\\x" + value.toByteArray().toHex());
}

void PgCopy::endRow()
{
    m_rows.append('\n');
    m_isFirst = true;
}

void PgCopy::finish()
{
    const auto rows = std::exchange(m_rows, {});
    m_isFirst = true;
    const PgResult begun(PQexec(m_session.connection(), m_text.constData()));
    m_session.check(begun.get(), m_name);
    PQputCopyData(m_session.connection(), rows.constData(), static_cast<int>(rows.size()));
    PQputCopyEnd(m_session.connection(), nullptr);
    PgResult outcome(PQgetResult(m_session.connection()));
    while (const PgResult rest{PQgetResult(m_session.connection())}) {
    }
    m_session.check(outcome.get(), m_name);
}

void PgCopy::separate()
{
    if (!std::exchange(m_isFirst, false))
        m_rows.append('\t');
}

} // namespace rastro::storage
