// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/program.h"

#include <QtCore/QFile>

using namespace Qt::StringLiterals;

namespace rastro::test {

QProcessEnvironment Program::environment() const
{
    auto variables = QProcessEnvironment::systemEnvironment();
    variables.insert(u"RASTRO_DATABASE"_s, m_database.url());
    variables.insert(u"BOT_TOKEN"_s, QLatin1StringView(BotToken));
    return variables;
}

void Program::start(QProcess &process, const QStringList &arguments, const QStringList &environment) const
{
    auto variables = this->environment();
    for (const QString &pair : environment)
        variables.insert(pair.section(u'=', 0, 0), pair.section(u'=', 1));
    process.setProcessEnvironment(variables);
    process.setWorkingDirectory(m_folder.path());
    process.start(QStringLiteral(RASTRO_PROGRAM), arguments);
    process.closeWriteChannel();
}

Ran Program::run(const QStringList &arguments, const QStringList &environment) const
{
    QProcess process;
    start(process, arguments, environment);
    if (!process.waitForFinished(60'000)) {
        process.kill();
        process.waitForFinished();
    }
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAllStandardOutput()), QString::fromUtf8(process.readAllStandardError())};
}

QString Program::file(const QString &name, const QByteArray &content) const
{
    QFile file(path(name));
    if (!file.open(QFile::WriteOnly) || file.write(content) != content.size())
        qFatal("%s cannot be written", qPrintable(file.fileName()));
    return file.fileName();
}

void Program::applyShop() const
{
    const auto shop = path(u"shop.json"_s);
    if (!QFile::copy(QStringLiteral(RASTRO_FIXTURES "/shop/shop.json"), shop))
        qFatal("%s cannot be written", qPrintable(shop));
    const auto applied = run({u"apply"_s, shop});
    if (applied.status != 0)
        qFatal("%s", qPrintable(applied.err));
}

} // namespace rastro::test
