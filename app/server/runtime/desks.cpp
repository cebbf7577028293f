// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/runtime/desks.h"

namespace rastro::server {

Desks::Desks(const DeskServices &services)
    : m_with(services)
    , m_attribution(m_with.database, m_with.plugins, m_with.roster, m_with.shop, m_with.clock)
    , m_payments(m_with.database, m_with.plugins, m_with.roster, m_wording, m_with.options.publicUrl, m_with.clock)
    , m_notices(m_with.database, m_with.plugins, m_with.clock)
    , m_conversions(m_with.database, m_with.plugins, m_with.clock)
    , m_inbox(m_with.database, m_with.shop, m_with.roster, m_wording, m_with.clock)
    , m_messages(m_with.database, m_with.clock, m_with.redis ? &m_with.redis->limits() : nullptr)
    , m_fleet(std::make_unique<telegram::BotFleet>(telegram::FleetServices{
          .http = m_with.http,
          .clock = m_with.clock,
          .database = m_with.database,
          .inbox = m_inbox,
          .messages = m_messages,
          .leases = m_with.leases,
          .telegramApi = m_with.options.telegramApi,
          .publicUrl = m_with.options.publicUrl,
          .health = m_with.options.health,
      }))
    , m_arrivals(
          m_with.database, m_with.roster, [this] { wakeConversions(); }, &m_with.spool)
    , m_late(m_with.database, m_with.roster,
             [this] {
                 QMetaObject::invokeMethod(&m_attribution, [this] { m_attribution.clicksCame(); });
                 wakeConversions();
             })
    , m_public(m_with.database, m_with.shop, m_with.clock)
{
    if (m_with.redis)
        m_copied = std::make_unique<core::CopiedClicks>(m_arrivals, m_public, m_with.redis->copies());
    m_attribution.awaitClicks([this](const core::StartRow &start) { return mayBeInSpool(start); });
    wire();
}

Desks::~Desks() = default;

void Desks::wire()
{
    connect(&m_inbox, &telegram::InboxDesk::changed, this, [this] {
        m_messages.kick();
        m_attribution.kick();
        m_payments.kick();
        m_with.others.announce(core::ChangeTopic::Messages);
    });
    connect(&m_attribution, &core::AttributionDesk::changed, this, [this] {
        m_conversions.kick();
        m_with.others.announce(core::ChangeTopic::Conversions);
    });
    connect(&m_payments, &core::PaymentDesk::changed, this, [this] {
        m_messages.kick();
        m_conversions.kick();
        m_with.others.announce(core::ChangeTopic::Messages);
        m_with.others.announce(core::ChangeTopic::Conversions);
    });
    connect(&m_notices, &core::NoticeDesk::paymentsDue, this, [this] { m_payments.kick(); });
}

// From the storage thread, after a commit.
void Desks::wakeConversions()
{
    QMetaObject::invokeMethod(&m_conversions, [this] { m_conversions.kick(); });
    m_with.others.announce(core::ChangeTopic::Conversions);
}

// By its token, or else by what its click has: an fbclid.
bool Desks::mayBeInSpool(const core::StartRow &start) const
{
    constexpr std::chrono::microseconds patience = std::chrono::seconds(30);
    return m_with.spool.holds(start.parameter) ||
           (m_with.spool.counters().waiting > 0 && m_with.clock.now() - start.createdAt < patience.count());
}

void Desks::kick()
{
    m_attribution.kick();
    m_payments.kick();
    m_notices.kick();
    m_conversions.kick();
    m_inbox.kick();
    m_messages.kick();
}

void Desks::heard(core::ChangeTopic topic)
{
    switch (topic) {
    case core::ChangeTopic::Shop:
        break;
    case core::ChangeTopic::Messages:
        m_messages.kick();
        break;
    case core::ChangeTopic::Conversions:
        m_conversions.kick();
        break;
    }
}

void Desks::replaySpool()
{
    m_with.spool.replayTo([this](QList<core::Arrival> arrivals, std::function<void(core::ClickSpool::Outcome)> done) {
        m_late.replay(std::move(arrivals), std::move(done));
    });
}

void Desks::setPublicUrl(const QUrl &url)
{
    m_payments.setPublicUrl(url);
    m_fleet->setPublicUrl(url);
}

void Desks::stop()
{
    m_fleet.reset();
}

core::ClickRecorder &Desks::clicks()
{
    return m_copied ? static_cast<core::ClickRecorder &>(*m_copied) : m_arrivals;
}

core::BrowserReports &Desks::browserReports()
{
    return m_copied ? static_cast<core::BrowserReports &>(*m_copied) : m_public;
}

} // namespace rastro::server
