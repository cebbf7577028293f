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
    m_database.execute(
        this,
        [received](core::UnitOfWork &uow) {
            uow.updates().insert(received.botId, received.rows, received.nextOffset);
            core::crashPoint("updates.storing");
        },
        [this, then = std::move(then)](const Result<void> &stored) {
            core::crashPoint("updates.stored");
            then(stored.has_value());
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
            auto left = std::make_shared<qsizetype>(heads->size());
            const auto one = [this, left, done] {
                if (--*left > 0)
                    return;
                Q_EMIT
                changed();
                done({.more = true});
            };
            for (const core::UpdateRow &row : *heads)
                handle(row, one);
        });
}

void InboxDesk::handle(const core::UpdateRow &row, const std::function<void()> &done)
{
    m_database.execute(
        this,
        [row, shop = m_shop.get(), roster = m_roster.get(), &wording = m_wording,
         now = m_clock.now()](core::UnitOfWork &uow) {
            const Conversation conversation(shop, roster, wording, now);
            const QString outcome = conversation.handle(uow, row);
            uow.updates().settle(row.botId, row.updateId, u"done"_s, outcome);
            core::crashPoint("update.handling", row.kind);
        },
        [this, row, done](const Result<void> &handled) {
            core::crashPoint("update.handled", row.kind);
            if (handled)
                done();
            else
                countFailure(row, handled.error().message, done);
        });
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
