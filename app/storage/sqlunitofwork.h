// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/unitofwork.h"
#include "storage/sqlclickfeed.h"
#include "storage/sqlclickstore.h"
#include "storage/sqlconversionstore.h"
#include "storage/sqlfunnelstore.h"
#include "storage/sqlhealthstore.h"
#include "storage/sqlmessagestore.h"
#include "storage/sqlnodestore.h"
#include "storage/sqlnoticestore.h"
#include "storage/sqlpaymentstore.h"
#include "storage/sqlpersonstore.h"
#include "storage/sqlredirectstore.h"
#include "storage/sqlretentionstore.h"
#include "storage/sqlsalestore.h"
#include "storage/sqlshopstore.h"
#include "storage/sqlstartstore.h"
#include "storage/sqltrailstore.h"
#include "storage/sqlupdatestore.h"
#include "storage/sqluserstore.h"

namespace rastro::storage {

/// All stores over one connection; they share whatever transaction is open on it. Making it finds every statement that
/// the stores use, so that a missing one is an error at start.
class SqlUnitOfWork final : public core::UnitOfWork
{
public:
    explicit SqlUnitOfWork(Connection &connection)
        : m_clicks(connection)
        , m_users(connection)
        , m_starts(connection)
        , m_payments(connection)
        , m_notices(connection)
        , m_conversions(connection)
        , m_messages(connection)
        , m_updates(connection)
        , m_shop(connection)
        , m_trail(connection)
        , m_clickFeed(connection)
        , m_sales(connection)
        , m_funnel(connection)
        , m_health(connection)
        , m_redirects(connection)
        , m_retention(connection, m_clicks.finder())
        , m_people(connection, m_clicks)
        , m_nodes(connection)
    {
    }

    [[nodiscard]] core::ClickStore &clicks() override { return m_clicks; }
    [[nodiscard]] core::UserStore &users() override { return m_users; }
    [[nodiscard]] core::StartStore &starts() override { return m_starts; }
    [[nodiscard]] core::PaymentStore &payments() override { return m_payments; }
    [[nodiscard]] core::NoticeStore &notices() override { return m_notices; }
    [[nodiscard]] core::ConversionStore &conversions() override { return m_conversions; }
    [[nodiscard]] core::MessageStore &messages() override { return m_messages; }
    [[nodiscard]] core::UpdateStore &updates() override { return m_updates; }
    [[nodiscard]] core::ShopStore &shop() override { return m_shop; }
    [[nodiscard]] core::TrailStore &trail() override { return m_trail; }
    [[nodiscard]] core::ClickFeed &clickFeed() override { return m_clickFeed; }
    [[nodiscard]] core::SaleStore &sales() override { return m_sales; }
    [[nodiscard]] core::FunnelStore &funnel() override { return m_funnel; }
    [[nodiscard]] core::HealthStore &health() override { return m_health; }
    [[nodiscard]] core::RedirectStore &redirects() override { return m_redirects; }
    [[nodiscard]] core::RetentionStore &retention() override { return m_retention; }
    [[nodiscard]] core::PersonStore &people() override { return m_people; }
    [[nodiscard]] core::NodeStore &nodes() override { return m_nodes; }

    [[nodiscard]] ClickFinder &clickFinder() { return m_clicks.finder(); }

private:
    SqlClickStore m_clicks;
    SqlUserStore m_users;
    SqlStartStore m_starts;
    SqlPaymentStore m_payments;
    SqlNoticeStore m_notices;
    SqlConversionStore m_conversions;
    SqlMessageStore m_messages;
    SqlUpdateStore m_updates;
    SqlShopStore m_shop;
    SqlTrailStore m_trail;
    SqlClickFeed m_clickFeed;
    SqlSaleStore m_sales;
    SqlFunnelStore m_funnel;
    SqlHealthStore m_health;
    SqlRedirectStore m_redirects;
    SqlRetentionStore m_retention;
    SqlPersonStore m_people;
    SqlNodeStore m_nodes;
};

} // namespace rastro::storage
