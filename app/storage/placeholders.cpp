// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/placeholders.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace rastro::storage {

NumberedStatement replacePlaceholders(const QString &statement, QChar mark)
{
    // What is quoted and what is cast matches first, so that no name is seen in it.
    static const QRegularExpression parts(u"'(?:[^']|'')*'|\"[^\"]*\"|::|:(?<name>[a-z_][a-z0-9_]*)"_s);
    NumberedStatement numbered;
    qsizetype copied = 0;
    for (auto found = parts.globalMatch(statement); found.hasNext();) {
        const auto part = found.next();
        const auto name = part.captured(u"name"_s).toLatin1();
        if (name.isEmpty())
            continue;
        numbered.text += QStringView(statement).mid(copied, part.capturedStart() - copied);
        if (!numbered.names.contains(name))
            numbered.names.append(name);
        numbered.text += mark + QString::number(numbered.names.indexOf(name) + 1);
        copied = part.capturedEnd();
    }
    numbered.text += QStringView(statement).mid(copied);
    return numbered;
}

} // namespace rastro::storage
