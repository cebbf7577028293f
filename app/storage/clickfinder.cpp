// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/clickfinder.h"

#include "storage/connection.h"
#include "storage/postgresql/indexedclicks.h"
#include "storage/sqlite/keyedclicks.h"

namespace rastro::storage {

std::unique_ptr<ClickFinder> ClickFinder::make(Connection &connection)
{
    if (connection.dialect() == QLatin1StringView("postgresql"))
        return std::make_unique<IndexedClicks>(connection);
    return std::make_unique<KeyedClicks>(connection);
}

} // namespace rastro::storage
