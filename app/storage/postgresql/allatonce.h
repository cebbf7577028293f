// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/recogniser.h"
#include "storage/statement.h"

namespace rastro::storage {

/// One statement for all newcomers: a server is asked once, however many they are.
class AllAtOnce final : public Recogniser
{
public:
    explicit AllAtOnce(Connection &connection);

    [[nodiscard]] QList<core::Recognised> recognise(std::span<const core::Newcomer> newcomers) override;

private:
    void bind(std::span<const core::Newcomer> newcomers);

    Statement m_recognise;
};

} // namespace rastro::storage
