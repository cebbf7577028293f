// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/arrivaldesk.h"
#include "core/attribution/attributiondesk.h"
#include "core/attribution/latearrivals.h"
#include "core/attribution/publicdesk.h"
#include "core/click/copiedclicks.h"
#include "core/conversion/conversiondesk.h"
#include "core/payment/noticedesk.h"
#include "core/payment/paymentdesk.h"
#include "core/ports/changenotices.h"
#include "core/ports/leases.h"
#include "plugins/dispatch/plugindispatch.h"
#include "server/runtime/redisservices.h"
#include "telegram/fleet/botfleet.h"
#include "telegram/wording/telegramwording.h"

namespace rastro::server {

/// What the desks work with. All of it must outlive them.
struct DeskServices
{
    const ServerOptions &options;
    Clock &clock;
    HttpClient &http;
    core::Database &database;
    core::ClickSpool &spool;
    plugins::PluginDispatch &plugins;
    const core::ShopHolder &shop;
    const core::RosterHolder &roster;
    core::Leases &leases;
    core::ChangeNotices &others;
    RedisServices *redis; ///< Null without --redis.
};

/// The desks that do a shop's work, from a click to its conversion, each woken by what another has stored; those of the
/// other nodes hear of it, too. Core thread only, but for clicks(), browserReports() and deliveries().
class Desks : public QObject
{
    Q_OBJECT

public:
    explicit Desks(const DeskServices &services);
    ~Desks() override;

    /// Work may be there, of whatever kind.
    void kick();
    /// Another node may have left work.
    void heard(core::ChangeTopic topic);
    /// Stores the clicks of the spool. Not before the roster is known: a click brings a PageView.
    void replaySpool();
    /// Links are made with it from now on.
    void setPublicUrl(const QUrl &url);
    /// The bots hang up. Everything else ends with the database.
    void stop();

    [[nodiscard]] telegram::BotFleet &fleet() { return *m_fleet; }
    [[nodiscard]] core::NoticeDesk &notices() { return m_notices; }
    [[nodiscard]] const telegram::MessageDesk &messages() const { return m_messages; }
    [[nodiscard]] const core::ArrivalDesk &arrivals() const { return m_arrivals; }

    /// Where the redirect brings its clicks, the bridge page what it reports, and who opens a delivery.
    [[nodiscard]] core::ClickRecorder &clicks();
    [[nodiscard]] core::BrowserReports &browserReports();
    [[nodiscard]] core::Deliveries &deliveries() { return m_public; }

private:
    void wire();
    void wakeConversions();
    [[nodiscard]] bool mayBeInSpool(const core::StartRow &start) const;

    const DeskServices m_with;
    telegram::TelegramWording m_wording;
    core::AttributionDesk m_attribution;
    core::PaymentDesk m_payments;
    core::NoticeDesk m_notices;
    core::ConversionDesk m_conversions;
    telegram::InboxDesk m_inbox;
    telegram::MessageDesk m_messages;
    std::unique_ptr<telegram::BotFleet> m_fleet; ///< None once stopped.
    core::ArrivalDesk m_arrivals;
    core::LateArrivals m_late;
    core::PublicDesk m_public;
    std::unique_ptr<core::CopiedClicks> m_copied; ///< None without --redis.
};

} // namespace rastro::server
