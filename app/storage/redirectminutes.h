// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/clickstore.h"
#include "storage/statement.h"

namespace rastro::storage {

/// Counts the redirects of a batch of clicks into table `redirect_minutes`, in the transaction that stores them: a row
/// for each pool, bot and minute, however many clicks.
class RedirectMinutes
{
public:
    explicit RedirectMinutes(Connection &connection);

    void add(const QList<core::NewClick> &clicks);

private:
    Statement m_add;
};

} // namespace rastro::storage
