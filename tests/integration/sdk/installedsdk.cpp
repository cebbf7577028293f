// SPDX-License-Identifier: GPL-3.0-or-later
#include "installedsdk.h"

#include <QtCore/QDebug>
#include <QtCore/QProcess>

using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 500'000;

const QString cmake = QStringLiteral(RASTRO_CMAKE);

} // namespace

InstalledSdk::InstalledSdk()
{
    for (const auto &component : {u"sdk"_s, u"library"_s}) {
        if (!run(cmake, {u"--install"_s, QStringLiteral(RASTRO_BUILD_DIR), u"--component"_s, component, u"--prefix"_s,
                         path(u"prefix"_s)}))
            return;
    }
}

bool InstalledSdk::build(const QString &source, const QString &name)
{
    QStringList configure{u"-S"_s,
                          source,
                          u"-B"_s,
                          path(name),
                          u"-G"_s,
                          u"Ninja"_s,
                          u"-DCMAKE_BUILD_TYPE=Debug"_s,
                          u"-DCMAKE_PREFIX_PATH="_s + path(u"prefix"_s),
                          u"-DCMAKE_CXX_FLAGS=-Wall -Wextra -Werror"_s,
                          u"-DCMAKE_CXX_COMPILER=" RASTRO_CXX ""_s,
                          u"-DCMAKE_CXX_COMPILER_LAUNCHER=" RASTRO_CXX_LAUNCHER ""_s};
    const auto sanitizers = QStringLiteral(RASTRO_SANITIZE);
    if (!sanitizers.isEmpty())
        configure.replaceInStrings(u"-Werror"_s, u"-Werror -fsanitize="_s + sanitizers);
    if (run(cmake, configure) && run(cmake, {u"--build"_s, path(name)}))
        return true;
    qWarning().noquote() << m_error; // QVERIFY2 shows its beginning only
    return false;
}

bool InstalledSdk::run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    const bool ended = process.waitForFinished(patienceMs);
    const bool good = ended && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    m_error = good ? QString()
                   : u"%1 %2\n%3%4"_s.arg(program, arguments.join(u' '), QString::fromUtf8(process.readAll()),
                                          process.errorString());
    return good;
}
