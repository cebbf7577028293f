// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/clickrecorder.h"
#include "core/click/tokenminter.h"
#include "http/responder.h"
#include "web/onceaminute.h"
#include "web/overdueanswers.h"
#include "web/pagetemplates.h"
#include "web/router.h"
#include "web/snapshotcell.h"
#include "web/turns.h"
#include "web/unavailablepage.h"

#include <atomic>

namespace rastro::web {

/// GET /go/<slug>: mints the token, captures the click, and answers once it is durable: with the bridge page, or with
/// 302 to the bot where the pool says "direct", or, when no bot of the pool can take anybody, with a page that has a
/// way on. When the click cannot be stored the visitor is sent on all the same.
/// Thread-safe; what it is given must outlive it and every click it has under way.
class GoRoute
{
public:
    using Now = std::function<Micros()>;

    /// `now` is called on the thread of the request. `patience`: how long a visitor waits for the click to be durable,
    /// longer than `clicks` waits for the database before it turns to its spool.
    GoRoute(const SnapshotCell &snapshots, const PageTemplates &pages, core::ClickRecorder &clicks,
            core::TokenMinter &tokens, Now now, std::chrono::milliseconds patience = std::chrono::seconds(4));

    /// A Router::Route; the slug is the first value.
    void handle(const http::HttpRequest &request, const PathValues &path, const http::Responder &responder);

    /// Visitors whom no bot of the pool could take; their clicks are stored without a bot.
    [[nodiscard]] qint64 unserved() const { return m_unserved; }
    /// Visitors who went on before their click was durable, since that took too long.
    [[nodiscard]] qint64 late() const { return m_overdue.sent(); }

private:
    [[nodiscard]] qint64 chooseBot(const http::HttpRequest &request, const WebSnapshot::PoolPage &page);
    [[nodiscard]] http::HttpResponse noBot(const http::HttpRequest &request, const WebSnapshot &snapshot,
                                           const WebSnapshot::PoolPage &page, const Click &click);
    [[nodiscard]] http::HttpResponse refuse(const http::HttpRequest &request, const WebSnapshot &snapshot,
                                            const core::Pool *pool) const;
    [[nodiscard]] core::CapturedClick capture(const http::HttpRequest &request, const WebSnapshot &snapshot,
                                              const core::Pool &pool, qint64 botId);
    [[nodiscard]] http::HttpResponse onward(const http::HttpRequest &request, const WebSnapshot &snapshot,
                                            const WebSnapshot::PoolPage &page, const Click &click) const;

    const SnapshotCell &m_snapshots;
    const PageTemplates &m_pages;
    core::ClickRecorder &m_clicks;
    core::TokenMinter &m_tokens;
    const Now m_now;
    Turns m_turns;
    mutable OnceAMinute m_noBot; ///< The log says once a minute that a pool has none.
    std::atomic<qint64> m_unserved{0};
    OverdueAnswers m_overdue;
};

} // namespace rastro::web
