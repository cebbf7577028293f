// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/postgresql/pgcopy.h"

#include "storage/postgresql/pgsession.h"

namespace rastro::storage {

namespace {

constexpr qsizetype sentAtOnce = 16 * 1024;

// What stands for a byte that has a meaning of its own between fields and rows; none: it stands for itself.
QByteArrayView escapeOf(char c)
{
    switch (c) {
    case '\\':
        return "\\\\";
    case '\t':
        return "\\t";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\0':
        return "\xEF\xBF\xBD"; // U+FFFD: PostgreSQL stores no U+0000.
    default:
        return {};
    }
}

// Nearly all of a click's bytes stand for themselves.
void appendEscaped(QByteArray &out, QByteArrayView text)
{
    const char *plain = text.begin();
    for (const char *at = plain; at != text.end(); ++at) {
        if (*at != '\\' && static_cast<unsigned char>(*at) >= ' ')
            continue;
        const auto escape = escapeOf(*at);
        if (escape.isEmpty())
            continue;
        out.append(plain, at - plain).append(escape);
        plain = at + 1;
    }
    out.append(plain, text.end() - plain);
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
    if (m_rows.size() >= sentAtOnce)
        send();
}

// The server works on these while the next ones are written. What it refuses is said at the end.
void PgCopy::send()
{
    const auto rows = std::exchange(m_rows, {});
    m_rows.reserve(2 * sentAtOnce);
    if (!m_isUnderWay) {
        const PgResult begun(PQexec(m_session.connection(), m_text.constData()));
        m_session.check(begun.get(), m_name);
        m_isUnderWay = true;
    }
    PQputCopyData(m_session.connection(), rows.constData(), static_cast<int>(rows.size()));
    PQflush(m_session.connection());
}

void PgCopy::finish()
{
    m_isFirst = true;
    send();
    m_isUnderWay = false;
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
