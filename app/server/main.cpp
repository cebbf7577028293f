// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/commands.h"
#include "server/runtime/logformat.h"

#include <QtCore/QCoreApplication>

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("rastro"));
    QCoreApplication::setApplicationVersion(QStringLiteral(RASTRO_VERSION));
    rastro::server::installLogFormat();
    return rastro::server::runCommandLine(argc, argv);
}
