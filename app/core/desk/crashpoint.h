// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace rastro::core {

namespace crashpoints {

/// Was RASTRO_CRASH_AT in the environment when the program started?
extern const bool armed;

void reached(const char *name, const QString &what);

} // namespace crashpoints

/// A place next to a durable step at which a test may let the process die, as a power cut would: with
/// RASTRO_CRASH_AT=<name>[.<what>][:<occurrence>] in the environment it ends by SIGKILL when it comes here for the
/// first (or that) time. Names in -ing stand inside the transaction, before the commit, or before a call to the
/// outside; past tenses stand behind it, before anybody else hears of it. Without the variable: one look at a constant.
/// Thread-safe.
inline void crashPoint(const char *name, const QString &what = {})
{
    if (crashpoints::armed) [[unlikely]]
        crashpoints::reached(name, what);
}

} // namespace rastro::core
