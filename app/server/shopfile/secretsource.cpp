// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shopfile/secretsource.h"

#include "server/shopfile/documentpath.h"

#include <QtCore/QFile>
#include <cstdio>
#include <iostream>
#include <string>
#include <termios.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace rastro::server {

bool isSecretReference(const QJsonValue &value)
{
    const auto object = value.toObject();
    return object.size() == 1 && (object[u"env"_s].isString() || object[u"file"_s].isString());
}

Result<ResolvedSecret> resolveSecret(const QJsonValue &value, const QString &path, const AskForSecret &ask)
{
    if (value.isString())
        return ResolvedSecret{value.toString(), {}};
    if (!isSecretReference(value))
        return wrongAt(path, u"must be text, {\"env\": \"NAME\"} or {\"file\": \"PATH\"}."_s);
    const auto source = value.toObject();
    if (source.contains(u"file"_s)) {
        QFile file(source[u"file"_s].toString());
        if (!file.open(QFile::ReadOnly))
            return wrongAt(path, u"the file “%1” cannot be read: %2."_s.arg(file.fileName(), file.errorString()));
        return ResolvedSecret{QString::fromUtf8(file.read(64 * 1024)).trimmed(), source};
    }
    const auto name = source[u"env"_s].toString();
    if (const auto set = qEnvironmentVariable(name.toUtf8().constData()); !set.isEmpty())
        return ResolvedSecret{set, source};
    if (ask) {
        if (const auto typed = ask(path); typed && !typed->isEmpty())
            return ResolvedSecret{*typed, source};
    }
    return wrongAt(
        path, u"the environment variable %1 is not set. Set it and apply again: %1=… rastro apply FILE."_s.arg(name));
}

std::optional<QString> askOnTerminal(const QString &what)
{
    if (!::isatty(STDIN_FILENO) || !::isatty(STDERR_FILENO))
        return std::nullopt;
    termios before{};
    ::tcgetattr(STDIN_FILENO, &before);
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    std::fprintf(stderr, "%s: ", qUtf8Printable(what));
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    std::string line;
    std::getline(std::cin, line);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::fprintf(stderr, "\n");
    return QString::fromStdString(line).trimmed();
}

} // namespace rastro::server
