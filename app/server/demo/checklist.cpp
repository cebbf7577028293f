// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/demo/checklist.h"

using namespace Qt::StringLiterals;

namespace rastro::server {

void Checklist::title(const QString &text)
{
    m_lines.append(text);
}

void Checklist::that(const QString &what, bool holds, const QString &found)
{
    ++(holds ? m_passed : m_failed);
    const auto why = holds || found.isEmpty() ? QString() : u": "_s + found;
    m_lines.append(u"  %1 %2%3"_s.arg(holds ? u"✓"_s : u"✗"_s).arg(what, why));
}

void Checklist::same(const QString &what, const QString &found, const QString &expected)
{
    const auto why = found.isEmpty() ? u"it is empty, expected “%1”"_s.arg(expected)
                                     : u"found “%1”, expected “%2”"_s.arg(found, expected);
    that(what, !found.isEmpty() && found == expected, why);
}

QString Checklist::summary() const
{
    return u"%1 passed, %2 failed"_s.arg(m_passed).arg(m_failed);
}

} // namespace rastro::server
