// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/clickfinder.h"
#include "storage/sqlite/clicknumbering.h"
#include "storage/sqlite/recentclicks.h"
#include "storage/statement.h"

namespace rastro::storage {

/// By table click_keys: a number made of kind, workspace and value leads to tokens. It is not written with the click,
/// since an entry at a random place of a big tree costs more than the click itself: workOff() stores the keys of many
/// clicks in their order, up to a mark that is stored with them. The keys of clicks behind the mark are in memory, read
/// anew after each start. So are those of the newest clicks that came since, whether stored or not: of a click that is
/// looked up the day it came the key is found without a page of that tree, however old and large it is. What a key
/// leads to is compared with the value, so one that is left over or shared does no harm.
class KeyedClicks final : public ClickFinder
{
public:
    static constexpr std::size_t RecentLimit = 50'000; ///< Clicks whose keys stay in memory: some 15 MB.

    explicit KeyedClicks(Connection &connection);

    [[nodiscard]] std::optional<Click> byFbclid(qint64 workspaceId, const QString &fbclid,
                                                const QString &except) override;
    [[nodiscard]] std::optional<Click> byVisitor(qint64 workspaceId, const QString &visitorId,
                                                 const QString &except) override;
    [[nodiscard]] QList<Click> allOfVisitor(qint64 workspaceId, const QString &visitorId) override;
    void forget(qint64 workspaceId, const Click &click) override;
    void warm(qint64 workspaceId, const Click &click) override;
    [[nodiscard]] std::vector<qint64> numbersFor(const QList<core::NewClick> &clicks) override
    {
        return m_numbering.take(clicks);
    }
    void wrote(const QList<core::NewClick> &clicks, const std::vector<qint64> &numbers) override;
    [[nodiscard]] qint64 backlog() const override;
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

    [[nodiscard]] bool isNewest(const std::optional<Click> &recent) const;
    void readSome(int limit);
    void readAll();
    void remember(const Unfed &click);
    void dropOldest();
    void store(const QList<Unfed> &clicks);
    [[nodiscard]] qint64 storedMark();
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
    Statement m_entry;
    std::unique_ptr<RowWriter> m_keys;
    ClickNumbering m_numbering;
    RecentClicks m_recent;
    qint64 m_newestElsewhereMs; // Of clicks seen until then memory may lack some.
    bool m_hasRead = false;     // Memory has all that is not stored.
    qint64 m_mark = 0;          // Up to this number they are stored: as committed when it was last looked at.
    qint64 m_last = 0;          // The number of the newest in memory, which may have been rolled back.
    qint64 m_settled = 0;       // Up to this number nothing in memory waits: it is stored or was rolled back.
};

} // namespace rastro::storage
