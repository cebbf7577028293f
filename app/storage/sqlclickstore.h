// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/clickstore.h"
#include "storage/clickfinder.h"
#include "storage/recogniser.h"
#include "storage/redirectminutes.h"
#include "storage/statement.h"
#include "storage/undatedclicks.h"
#include "storage/visitcounter.h"

namespace rastro::storage {

/// Table `clicks`.
class SqlClickStore final : public core::ClickStore
{
public:
    explicit SqlClickStore(Connection &connection);

    void write(const QList<core::NewClick> &clicks) override;
    void count(const QList<core::NewClick> &clicks) override;
    bool insertIfNew(qint64 workspaceId, const Click &click) override;
    [[nodiscard]] std::optional<Click> byToken(qint64 workspaceId, const TrackingToken &token) override;
    [[nodiscard]] std::optional<Click> byFbclid(qint64 workspaceId, const QString &fbclid,
                                                const QString &except) override;
    [[nodiscard]] std::optional<Click> byVisitor(qint64 workspaceId, const QString &visitorId,
                                                 const QString &except) override;
    [[nodiscard]] QList<Click> after(qint64 workspaceId, const QString &token, int limit) override;
    [[nodiscard]] QList<core::Recognised> recognise(std::span<const core::Newcomer> newcomers) override;
    void markBound(const TrackingToken &token, qint64 botId, qint64 telegramUserId, Micros at) override;
    bool addBrowserIds(const TrackingToken &token, const QString &fbp, const QString &fbc) override;
    [[nodiscard]] Counts count(qint64 workspaceId) override;

    [[nodiscard]] ClickFinder &finder() { return *m_finder; }

private:
    void countArrived(const QList<core::NewClick> &clicks);

    const std::unique_ptr<RowWriter> m_writer;
    const std::unique_ptr<ClickFinder> m_finder;
    const std::unique_ptr<Recogniser> m_recogniser;
    VisitCounter m_visits;
    RedirectMinutes m_redirects;
    UndatedClicks m_undated;
    Statement m_addCount;
    Statement m_isKnown;
    Statement m_byToken;
    Statement m_after;
    Statement m_markBound;
    Statement m_addBrowserIds;
    Statement m_count;
};

} // namespace rastro::storage
