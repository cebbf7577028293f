// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "commandline/program.h"
#include "core/ports/unitofwork.h"

#include <functional>
#include <optional>

namespace rastro::test {

/// Clicks and sales as a server would have left them in the database of a program whose shop was applied.
class StoredSales
{
public:
    /// `program` must outlive it.
    explicit StoredSales(const Program &program);

    /// What the program finds then. A failure ends the test program.
    void write(const std::function<void(core::UnitOfWork &)> &work) const;

    /// A sale that was paid, to a person who came by `click`; none: organically, with this start parameter.
    core::PaymentRow sell(core::UnitOfWork &uow, qint64 person, const std::optional<Click> &click,
                          const QString &parameter = {}) const;
    /// A click through the pool, not stored yet. Its campaign's name holds a terminal's control sequence.
    [[nodiscard]] Click newClick(Micros at) const;

    [[nodiscard]] qint64 workspace() const { return m_workspace; }
    [[nodiscard]] const core::Bot &bot() const { return m_bot; }
    [[nodiscard]] const core::Pool &pool() const { return m_pool; }
    /// When the sales are paid: when this was made.
    [[nodiscard]] Micros now() const { return m_now; }

private:
    const Program &m_program;
    const Micros m_now;
    qint64 m_workspace = 0;
    core::Bot m_bot;
    core::Pool m_pool;
};

} // namespace rastro::test
