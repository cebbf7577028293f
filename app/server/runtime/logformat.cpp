// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/runtime/logformat.h"

#include "telegram/api/bottoken.h"

#include <QtCore/QDateTime>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

const char *levelName(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return "debug";
    case QtInfoMsg:
        return "info";
    case QtWarningMsg:
        return "warning";
    case QtCriticalMsg:
        return "error";
    case QtFatalMsg:
        break;
    }
    return "fatal";
}

void write(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    auto line = telegram::withoutTokens(message);
    // One event is one line, whatever an outsider has put into it.
    line.replace(u'\n', u' ').replace(u'\r', u' ');
    const auto category = qstrcmp(context.category, "default") == 0 ? "rastro" : context.category;
    const auto now = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    std::fprintf(stderr, "%s %s %s: %s\n", qPrintable(now), levelName(type), category ? category : "rastro",
                 qUtf8Printable(line));
}

} // namespace

void installLogFormat()
{
    qInstallMessageHandler(write);
}

} // namespace rastro::server
