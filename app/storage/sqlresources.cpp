// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlresources.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

using namespace Qt::StringLiterals;

// Q_INIT_RESOURCE does not work inside a namespace; without it the linker leaves a static library's resources out.
static void registerSqlResources()
{
    Q_INIT_RESOURCE(sql);
}

namespace rastro::storage {

QStringList sqlFiles(const QString &folder)
{
    registerSqlResources();
    const QDir dir(u":/sql/"_s + folder);
    QStringList files;
    const auto names = dir.entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
    for (const auto &name : names)
        files.append(dir.filePath(name));
    return files;
}

QString sqlText(const QString &file)
{
    registerSqlResources();
    QFile source(file);
    return source.open(QIODevice::ReadOnly) ? QString::fromUtf8(source.readAll()) : QString();
}

} // namespace rastro::storage
