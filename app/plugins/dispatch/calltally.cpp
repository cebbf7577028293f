// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/dispatch/calltally.h"

using namespace Qt::StringLiterals;

namespace rastro::plugins {

QString outcomeOf(const Error &error)
{
    for (const auto &ours : {u"deadline"_s, u"threw"_s, u"gone"_s}) {
        if (error.code == u"plugin."_s + ours)
            return ours;
    }
    return u"error"_s;
}

void CallTally::add(const QString &pluginId, const QString &call, const QString &outcome, double seconds)
{
    auto &entry = m_calls[{pluginId, call}];
    ++entry.outcomes[outcome];
    entry.seconds.add(seconds);
}

} // namespace rastro::plugins
