// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/recogniser.h"
#include "storage/statement.h"

namespace rastro::storage {

/// A statement for each newcomer, since none of them travels. A list of sixteen would cost a fifth less for each, but
/// half as much again for one who comes alone; a list in JSON costs three times as much.
class OneAtATime final : public Recogniser
{
public:
    explicit OneAtATime(Connection &connection);

    [[nodiscard]] QList<core::Recognised> recognise(std::span<const core::Newcomer> newcomers) override;

private:
    [[nodiscard]] core::Recognised recognise(const core::Newcomer &newcomer);
    [[nodiscard]] qint64 byFbclid(const core::Newcomer &newcomer);
    [[nodiscard]] qint64 byVisitor(const core::Newcomer &newcomer);

    Statement m_byFbclid;
    Statement m_byVisitor;
};

} // namespace rastro::storage
