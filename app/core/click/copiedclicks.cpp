// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/copiedclicks.h"

using namespace Qt::StringLiterals;

namespace rastro::core {

void CopiedClicks::record(CapturedClick captured, qint64 workspaceId, ClickRecorder::Done done)
{
    auto copying = [this, workspaceId, click = captured.click, done = std::move(done)](const Result<void> &stored) {
        done(stored);
        // A repeated load may be the one that leads to the bot.
        if (stored && (click.traffic == u"person" || click.traffic == u"repeat"))
            m_cache.put(workspaceId, click);
    };
    m_clicks.record(std::move(captured), workspaceId, std::move(copying));
}

void CopiedClicks::add(const TrackingToken &token, const QString &fbp, const QString &fbc, BrowserReports::Done done)
{
    m_reports.add(token, fbp, fbc, [this, token, fbp, fbc, done = std::move(done)](const Result<void> &stored) {
        done(stored);
        if (stored)
            m_cache.addBrowserIds(token, fbp, fbc);
    });
}

} // namespace rastro::core
