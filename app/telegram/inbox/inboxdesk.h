// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/rosterholder.h"
#include "core/desk/dueloop.h"
#include "core/ports/database.h"
#include "core/ports/wording.h"
#include "telegram/source/updatesource.h"

#include <QtCore/QObject>

namespace rastro::telegram {

/// Works off the inbox: updates of one (bot, person) strictly in order, those of different people together in one
/// durable commit. An update that cannot be handled is put aside after a few attempts and blocks nobody. Core thread
/// only.
class InboxDesk : public QObject
{
    Q_OBJECT

public:
    InboxDesk(core::Database &database, const core::ShopHolder &shop, const core::RosterHolder &roster,
              const core::Wording &wording, Clock &clock, QObject *parent = nullptr);

    void kick() { m_loop.kick(); }
    void stop() { m_loop.stop(); }

    /// Stores a batch with its next offset in one transaction and says when it is durable. Nothing is stored by a node
    /// whose lease has gone to another.
    void store(const Batch &batch, std::function<void(bool stored)> then);

Q_SIGNALS:
    /// Updates were handled: messages, starts and payments may be due.
    void changed();

private:
    void round(const core::DueLoop::Done &done);
    void handle(const core::UpdateRow &row, const std::function<void(bool mine)> &done);
    void again(const std::function<void(bool mine)> &done);
    void countFailure(const core::UpdateRow &row, const QString &reason, const std::function<void()> &done);

    core::Database &m_database;
    const core::ShopHolder &m_shop;
    const core::RosterHolder &m_roster;
    const core::Wording &m_wording;
    Clock &m_clock;
    core::DueLoop m_loop;
};

} // namespace rastro::telegram
