// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/redirectstore.h"
#include "storage/statement.h"

namespace rastro::storage {

class SqlRedirectStore final : public core::RedirectStore
{
public:
    explicit SqlRedirectStore(Connection &connection);

    [[nodiscard]] std::optional<TrackingToken> countedUpTo() override;
    [[nodiscard]] bool moveOn(const std::optional<TrackingToken> &from, const TrackingToken &to) override;
    [[nodiscard]] std::optional<TrackingToken> endOfStep(const std::optional<TrackingToken> &after,
                                                         const TrackingToken &upTo, int most) override;
    [[nodiscard]] QList<core::RedirectCount> between(const std::optional<TrackingToken> &after,
                                                     const TrackingToken &upTo) override;
    void add(const core::RedirectCount &count) override;
    [[nodiscard]] core::BotLoads loadsSince(qint64 minute) override;
    void forgetBefore(qint64 minute) override;

private:
    Statement m_countedUpTo;
    Statement m_begin;
    Statement m_moveOn;
    Statement m_endOfStep;
    Statement m_between;
    Statement m_addMinute;
    Statement m_addToPool;
    Statement m_addToPoolBot;
    Statement m_loadsSince;
    Statement m_forgetBefore;
};

} // namespace rastro::storage
