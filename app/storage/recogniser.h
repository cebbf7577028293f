// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/clickstore.h"

#include <memory>

namespace rastro::storage {

class Connection;

/// Answers core::ClickStore::recognise(), by the way that is cheapest on each database. Storage thread only; throws
/// StorageFailure.
class Recogniser
{
public:
    /// The one for the connection's dialect.
    [[nodiscard]] static std::unique_ptr<Recogniser> make(Connection &connection);
    virtual ~Recogniser() = default;

    [[nodiscard]] virtual QList<core::Recognised> recognise(std::span<const core::Newcomer> newcomers) = 0;
};

} // namespace rastro::storage
