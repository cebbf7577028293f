// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libpq-fe.h>
#include <memory>

namespace rastro::storage {

struct PgResultDeleter
{
    void operator()(PGresult *result) const { PQclear(result); }
};

/// What the server answered to one statement.
using PgResult = std::unique_ptr<PGresult, PgResultDeleter>;

} // namespace rastro::storage
