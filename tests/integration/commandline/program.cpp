// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QtCore/QFile>
#include <QtCore/QProcess>

using namespace Qt::StringLiterals;

namespace rastro::test {

QProcessEnvironment Program::environment()
{
    auto variables = QProcessEnvironment::systemEnvironment();
    variables.insert(u"BOT_TOKEN"_s, QLatin1StringView(BotToken));
    return variables;
}

Ran Program::run(const QStringList &arguments, const QStringList &environment) const
{
    QProcess process;
    auto variables = Program::environment();
    for (const QString &pair : environment)
        variables.insert(pair.section(u'=', 0, 0), pair.section(u'=', 1));
    process.setProcessEnvironment(variables);
    process.setWorkingDirectory(m_folder.path());
    process.start(QStringLiteral(RASTRO_PROGRAM), arguments);
    process.closeWriteChannel();
    if (!process.waitForFinished(30'000)) {
        process.kill();
        process.waitForFinished();
    }
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAllStandardOutput()), QString::fromUtf8(process.readAllStandardError())};
}

QString Program::file(const QString &name, const QByteArray &content) const
{
    QFile file(m_folder.filePath(name));
    if (file.open(QFile::WriteOnly))
        file.write(content);
    return file.fileName();
}

} // namespace rastro::test
