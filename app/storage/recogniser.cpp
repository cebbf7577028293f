// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/recogniser.h"

#include "storage/connection.h"
#include "storage/postgresql/allatonce.h"
#include "storage/sqlite/oneatatime.h"

namespace rastro::storage {

std::unique_ptr<Recogniser> Recogniser::make(Connection &connection)
{
    if (connection.dialect() == QLatin1StringView("postgresql"))
        return std::make_unique<AllAtOnce>(connection);
    return std::make_unique<OneAtATime>(connection);
}

} // namespace rastro::storage
