// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/inbox/inboxdesk.h"

#include "core/desk/crashpoint.h"
#include "telegram/conversation/conversation.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::telegram {

namespace {

constexpr int batch = 128;
constexpr int attemptsAllowed = 5;
constexpr std::chrono::microseconds afterFailure = 1s;

} // namespace

InboxDesk::InboxDesk(core::Database &database, const core::ShopHolder &shop, const core::RosterHolder &roster,
                     const core::Wording &wording, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_shop(shop)
    , m_roster(roster)
    , m_wording(wording)
    , m_clock(clock)
    , m_loop(clock, [this](const core::DueLoop::Done &done) { round(done); })
{
}

void InboxDesk::store(const Batch &received, std::function<void(bool stored)> then)
{
    m_database.transact<bool>(
        this,
        [received](core::UnitOfWork &uow) {
            if (!received.lease.isEmpty() && !uow.nodes().holds(received.lease, received.fence))
                return false;
            uow.updates().insert(received.botId, received.rows, received.nextOffset);
            core::crashPoint("updates.storing");
            return true;
        },
        [this, then = std::move(then)](const Result<bool> &stored) {
            core::crashPoint("updates.stored");
            then(stored && *stored);
            kick();
        });
}

void InboxDesk::round(const core::DueLoop::Done &done)
{
    m_database.transact<QList<core::UpdateRow>>(
        this, [](core::UnitOfWork &uow) { return uow.updates().heads(batch); },
        [this, done](const Result<QList<core::UpdateRow>> &heads) {
            if (!heads || heads->isEmpty()) {
                done({});
                return;
            }
            // The next round sees the next update of each person; so all of this one must be finished first.
            struct Round
            {
                qsizetype left;
                bool any = false; // Otherwise other nodes are at all of them.
            };
            auto all = std::make_shared<Round>(Round{heads->size()});
            const auto one = [this, all, done](bool mine) {
                all->any = all->any || mine;
                if (--all->left > 0)
                    return;
                Q_EMIT changed();
                done({.more = all->any, .nextDue = m_clock.now() + afterFailure.count()});
            };
            for (const core::UpdateRow &row : *heads)
                handle(row, one);
        });
}

void InboxDesk::handle(const core::UpdateRow &row, const std::function<void(bool mine)> &done)
{
    m_database.transact<bool>(
        this,
        [row, shop = m_shop.get(), roster = m_roster.get(), &wording = m_wording,
         now = m_clock.now()](core::UnitOfWork &uow) {
            if (!uow.updates().take(row.botId, row.updateId))
                return false;
            const Conversation conversation(shop, roster, wording, now);
            const QString outcome = conversation.handle(uow, row);
            uow.updates().settle(row.botId, row.updateId, u"done"_s, outcome);
            core::crashPoint("update.handling", row.kind);
            return true;
        },
        [this, row, done](const Result<bool> &handled) {
            core::crashPoint("update.handled", row.kind);
            if (handled)
                done(*handled);
            else if (handled.error().kind == ErrorClass::Retry) // The database's trouble is not the update's fault.
                again(done);
            else
                countFailure(row, handled.error().message, [done] { done(true); });
        });
}

void InboxDesk::again(const std::function<void(bool mine)> &done)
{
    m_clock.after(std::chrono::duration_cast<std::chrono::milliseconds>(afterFailure), this, [done] { done(true); });
}

void InboxDesk::countFailure(const core::UpdateRow &row, const QString &reason, const std::function<void()> &done)
{
    m_database.execute(
        this,
        [row, reason](core::UnitOfWork &uow) {
            if (row.attempts + 1 >= attemptsAllowed)
                uow.updates().settle(row.botId, row.updateId, u"dead"_s, reason);
            else
                uow.updates().countAttempt(row.botId, row.updateId, reason);
        },
        [this, done](const Result<void> &) {
            m_clock.after(std::chrono::duration_cast<std::chrono::milliseconds>(afterFailure), this, done);
        });
}

} // namespace rastro::telegram
