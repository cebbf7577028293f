// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/desk/crashpoint.h"

#include <QtCore/QByteArray>
#include <atomic>
#include <csignal>
#include <cstdio>

namespace rastro::core::crashpoints {

namespace {

constexpr char variable[] = "RASTRO_CRASH_AT";

struct Target
{
    QByteArray name;
    int occurrence = 1;
};

Target parse(const QByteArray &text)
{
    const auto colon = text.lastIndexOf(':');
    return colon < 0 ? Target{text} : Target{text.left(colon), text.mid(colon + 1).toInt()};
}

} // namespace

const bool armed = qEnvironmentVariableIsSet(variable);

void reached(const char *name, const QString &what)
{
    static const Target target = parse(qgetenv(variable));
    static std::atomic<int> times{0};
    if (target.name != name && target.name != QByteArray(name) + '.' + what.toUtf8())
        return;
    if (++times != target.occurrence)
        return;
    std::fprintf(stderr, "%s: killed at %s\n", variable, target.name.constData());
    std::raise(SIGKILL);
}

} // namespace rastro::core::crashpoints
