// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/cookies.h"

#include <algorithm>

namespace rastro::core {

namespace {

QByteArrayView unquoted(QByteArrayView value)
{
    const bool quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
    return quoted ? value.sliced(1, value.size() - 2) : value;
}

bool isUsable(QByteArrayView value)
{
    return !value.isEmpty() && value.size() <= Cookies::MaxValue &&
           std::all_of(value.begin(), value.end(), [](char c) { return c > ' ' && c < 0x7f; });
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
}

QString Cookies::value(QByteArrayView name) const
{
    return values(name).value(0);
}

QList<QString> Cookies::values(QByteArrayView name) const
{
    QList<QString> found;
    for (QByteArrayView rest = m_header; !rest.isEmpty();) {
        const QByteArrayView pair = takePair(rest);
        const qsizetype equals = pair.indexOf('=');
        if (equals <= 0 || pair.first(equals).trimmed() != name)
            continue;
        const QByteArrayView value = unquoted(pair.sliced(equals + 1).trimmed());
        if (isUsable(value))
            found.append(QString::fromLatin1(value));
    }
    return found;
}

} // namespace rastro::core
