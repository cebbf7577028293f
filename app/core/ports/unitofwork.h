// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/clickfeed.h"
#include "core/ports/clickstore.h"
#include "core/ports/conversionstore.h"
#include "core/ports/funnelstore.h"
#include "core/ports/healthstore.h"
#include "core/ports/messagestore.h"
#include "core/ports/nodestore.h"
#include "core/ports/noticestore.h"
#include "core/ports/paymentstore.h"
#include "core/ports/personstore.h"
#include "core/ports/redirectstore.h"
#include "core/ports/retentionstore.h"
#include "core/ports/salestore.h"
#include "core/ports/shopstore.h"
#include "core/ports/startstore.h"
#include "core/ports/trailstore.h"
#include "core/ports/updatestore.h"
#include "core/ports/userstore.h"

#include <stdexcept>

namespace rastro::core {

/// Thrown by the stores, inside a transaction only: rolls it back and becomes the Error that Database hands out.
class StorageFailure : public std::runtime_error
{
public:
    explicit StorageFailure(Error error)
        : std::runtime_error(error.message.toStdString())
        , m_error(std::move(error))
    {
    }
    [[nodiscard]] const Error &error() const { return m_error; }

private:
    Error m_error;
};

/// One transaction: all stores seen through it commit or roll back together. Lives on a storage thread, for the
/// duration of one Database::Work. Every store method throws StorageFailure when the database refuses.
class UnitOfWork
{
public:
    virtual ~UnitOfWork() = default;

    [[nodiscard]] virtual ClickStore &clicks() = 0;
    [[nodiscard]] virtual UserStore &users() = 0;
    [[nodiscard]] virtual StartStore &starts() = 0;
    [[nodiscard]] virtual PaymentStore &payments() = 0;
    [[nodiscard]] virtual NoticeStore &notices() = 0;
    [[nodiscard]] virtual ConversionStore &conversions() = 0;
    [[nodiscard]] virtual MessageStore &messages() = 0;
    [[nodiscard]] virtual UpdateStore &updates() = 0;
    [[nodiscard]] virtual ShopStore &shop() = 0;
    [[nodiscard]] virtual TrailStore &trail() = 0;
    [[nodiscard]] virtual ClickFeed &clickFeed() = 0;
    [[nodiscard]] virtual SaleStore &sales() = 0;
    [[nodiscard]] virtual FunnelStore &funnel() = 0;
    [[nodiscard]] virtual HealthStore &health() = 0;
    [[nodiscard]] virtual RedirectStore &redirects() = 0;
    [[nodiscard]] virtual RetentionStore &retention() = 0;
    [[nodiscard]] virtual PersonStore &people() = 0;
    [[nodiscard]] virtual NodeStore &nodes() = 0;
};

} // namespace rastro::core
