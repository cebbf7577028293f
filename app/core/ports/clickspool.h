// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/arrival.h"
#include "rastro/result.h"

#include <functional>

namespace rastro::core {

/// What a ClickSpool has done since it was opened, and what it holds.
struct SpoolCounters
{
    quint64 spooled = 0;   ///< Clicks that were made durable here.
    quint64 replayed = 0;  ///< Clicks that the database has taken since.
    quint64 refused = 0;   ///< Clicks that it will never take; their files are set aside.
    quint64 damaged = 0;   ///< Lines that are no clicks, half written or changed; their files are set aside.
    quint64 lost = 0;      ///< Clicks that did not get in: the disk or the spool was full.
    quint64 waiting = 0;   ///< Clicks in it now.
    qint64 bytes = 0;      ///< Of the files that wait, now.
    qint64 asideFiles = 0; ///< That somebody should look at, now.
};

/// Keeps clicks that the database refuses, durably and apart from it, until it takes them. Thread-safe.
class ClickSpool
{
public:
    using Done = std::function<void(const Result<void> &)>;
    /// What became of a replay. Not stored: all of it comes again later.
    struct Outcome
    {
        bool isStored = false;
        quint64 refused = 0; ///< Among them, clicks that the database will never take.
    };
    using Replay = std::function<void(QList<Arrival> arrivals, std::function<void(Outcome)> done)>;

    virtual ~ClickSpool() = default;

    /// Does not block. `done` is called once, on any thread: without an error only when the clicks are durable.
    virtual void append(QList<Arrival> arrivals, Done done) = 0;
    /// Gives clicks back, the oldest first and a moment after a replay that was too early, until all are stored.
    /// `replay` is called on a thread of the spool's, and may be called with clicks that the database has already.
    virtual void replayTo(Replay replay) = 0;
    /// Is the click of this token in it?
    [[nodiscard]] virtual bool holds(const QString &token) const = 0;
    [[nodiscard]] virtual SpoolCounters counters() const = 0;
};

} // namespace rastro::core
