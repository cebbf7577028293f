// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/browserreports.h"
#include "core/click/clickrecorder.h"
#include "core/ports/clickcache.h"

namespace rastro::core {

/// Puts a copy of each stored click into the cache, after the visitor was answered. Only people's: previews and
/// crawlers lead to no sale. Thread-safe.
class CopiedClicks : public ClickRecorder, public BrowserReports
{
public:
    /// All three must outlive it and every click under way.
    CopiedClicks(ClickRecorder &clicks, BrowserReports &reports, ClickCache &cache)
        : m_clicks(clicks)
        , m_reports(reports)
        , m_cache(cache)
    {
    }

    void record(CapturedClick captured, qint64 workspaceId, ClickRecorder::Done done) override;
    void add(const TrackingToken &token, const QString &fbp, const QString &fbc, BrowserReports::Done done) override;

private:
    ClickRecorder &m_clicks;
    BrowserReports &m_reports;
    ClickCache &m_cache;
};

} // namespace rastro::core
