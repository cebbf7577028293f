// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tally/histogram.h"
#include "rastro/result.h"

#include <QtCore/QMap>
#include <map>

namespace rastro::plugins {

/// What became of a plugin's call, in few words: "ok", "error" (the plugin said so) and, by the host, "deadline",
/// "threw" or "gone".
[[nodiscard]] QString outcomeOf(const Error &error);

/// Calls of plugins since the start, for metrics. Core thread only.
class CallTally
{
public:
    struct Call
    {
        QMap<QString, quint64> outcomes;
        core::Histogram seconds{core::callBounds()};
    };
    /// By plugin and call ("meta", "deliver").
    using Calls = std::map<std::pair<QString, QString>, Call>;

    void add(const QString &pluginId, const QString &call, const QString &outcome, double seconds);
    [[nodiscard]] const Calls &calls() const { return m_calls; }

private:
    Calls m_calls;
};

} // namespace rastro::plugins
