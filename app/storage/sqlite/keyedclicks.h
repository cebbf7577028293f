// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/clickfinder.h"
#include "storage/sqlite/recentclicks.h"
#include "storage/statement.h"

#include <vector>

namespace rastro::storage {

/// By table click_keys: a number made of kind, workspace and value leads to tokens. It is not written with the click,
/// since an entry at a random place of a big tree costs more than the click itself: workOff() stores the keys of many
/// clicks in their order, up to a mark that is stored with them. The keys of clicks behind the mark are in memory, read
/// anew at each start. What a key leads to is compared with the value, so one that is left over or shared does no harm.
class KeyedClicks final : public ClickFinder
{
public:
    explicit KeyedClicks(Connection &connection);

    [[nodiscard]] std::optional<Click> byFbclid(qint64 workspaceId, const QString &fbclid,
                                                const QString &except) override;
    [[nodiscard]] std::optional<Click> byVisitor(qint64 workspaceId, const QString &visitorId,
                                                 const QString &except) override;
    [[nodiscard]] QList<Click> allOfVisitor(qint64 workspaceId, const QString &visitorId) override;
    void forget(qint64 workspaceId, const Click &click) override;
    void wrote(qint64 workspaceId, const Click &click) override;
    [[nodiscard]] qint64 backlog() const override { return m_hasRead ? m_backlog : 1; }
    void workOff(int limit) override;

private:
    struct Unfed
    {
        qint64 number = 0;
        qint64 workspaceId = 0;
        qint64 firstSeenMs = 0;
        QString token;
        QString fbclid;
        QString visitorId;
    };

    struct Entry
    {
        qint64 key = 0;
        qint64 firstSeenMs = 0;
        QString token;
    };

    void forgetStored(qint64 mark);
    void readBacklog();
    [[nodiscard]] QList<Unfed> unfed(qint64 after, int limit);
    template <class IsIt>
    [[nodiscard]] std::optional<Click> newestRecent(qint64 workspaceId, qint64 key, const QString &except, IsIt isIt);

    Statement m_byFbclid;
    Statement m_byVisitor;
    Statement m_allOfVisitor;
    Statement m_byToken;
    Statement m_fedTo;
    Statement m_setFedTo;
    Statement m_unfed;
    Statement m_delete;
    std::unique_ptr<RowWriter> m_keys;
    RecentClicks m_recent;
    std::vector<Entry> m_stored; // By the last workOff(), whose transaction may still fail.
    qint64 m_storedTo = 0;
    bool m_hasRead = false;
    qint64 m_backlog = 0; // About: counts what was rolled back, too.
};

} // namespace rastro::storage
