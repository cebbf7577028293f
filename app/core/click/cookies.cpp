// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/cookies.h"

#include "core/text/printable.h"

namespace rastro::core {

namespace {

QByteArrayView unquoted(QByteArrayView value)
{
    const bool quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
    return quoted ? value.sliced(1, value.size() - 2) : value;
}

bool isUsable(QByteArrayView value)
{
    return !value.isEmpty() && value.size() <= Cookies::MaxValue && isPrintable(value);
}

/// Takes the next "name=value" off the front of `rest`.
QByteArrayView takePair(QByteArrayView &rest)
{
    const qsizetype end = rest.indexOf(';');
    const QByteArrayView pair = (end < 0 ? rest : rest.first(end)).trimmed();
    rest = end < 0 ? QByteArrayView() : rest.sliced(end + 1);
    return pair;
}

} // namespace

Cookies::Cookies(QByteArray header)
    : m_header(std::move(header))
{
    m_header.truncate(MaxHeader);
    for (QByteArrayView rest = m_header; !rest.isEmpty();) {
        const QByteArrayView pair = takePair(rest);
        const qsizetype equals = pair.indexOf('=');
        if (equals > 0)
            m_pairs.append({pair.first(equals).trimmed(), unquoted(pair.sliced(equals + 1).trimmed())});
    }
}

QString Cookies::value(QByteArrayView name) const
{
    for (const Pair &pair : m_pairs) {
        if (pair.name == name && isUsable(pair.value))
            return QString::fromLatin1(pair.value);
    }
    return {};
}

QList<QString> Cookies::values(QByteArrayView name) const
{
    QList<QString> found;
    for (const Pair &pair : m_pairs) {
        if (pair.name == name && isUsable(pair.value))
            found.append(QString::fromLatin1(pair.value));
    }
    return found;
}

} // namespace rastro::core
