// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/fleet/botrunner.h"

#include "telegram/api/verdict.h"
#include "telegram/source/pollingsource.h"

#include <QtCore/QRandomGenerator>

using namespace Qt::StringLiterals;

namespace rastro::telegram {

namespace {

constexpr std::chrono::seconds storeAgain{2};

} // namespace

BotRunner::BotRunner(const core::Bot &bot, const FleetServices &services, QObject *parent)
    : QObject(parent)
    , m_bot(bot)
    , m_services(services)
    , m_pace([] { return QRandomGenerator::global()->generateDouble(); })
{
    if (const auto token = BotToken::parse(bot.token))
        m_api.emplace(services.http, services.telegramApi, *token);
    if (m_api)
        watchHealth();
    connect(&m_services.leases, &core::Leases::turned, this, [this](const QString &turned) {
        if (turned != lease())
            return;
        if (m_services.leases.fence(lease()))
            takeOverHealth();
        if (!m_works)
            return;
        closeSource();
        openSource();
    });
}

BotRunner::~BotRunner()
{
    m_services.leases.giveUp(lease());
    if (m_source)
        m_source->stop();
    m_services.messages.removeBot(m_bot.id);
}

void BotRunner::start(std::chrono::milliseconds delay)
{
    if (!m_api) {
        refuse(u"The token is not one of Telegram's (123456:ABC…). Copy it from @BotFather again."_s);
        return;
    }
    m_trouble = {SourceState::Kind::Starting, {}};
    m_services.clock.after(delay, this, [this] {
        m_services.leases.want(lease());
        m_pulse->start();
        if (m_bot.username.isEmpty())
            identify();
        else
            beginWork();
    });
}

bool BotRunner::runs(const core::Bot &bot, const QUrl &publicUrl) const
{
    return bot.token == m_bot.token && bot.updates == m_bot.updates && bot.routeId == m_bot.routeId &&
           bot.webhookSecret == m_bot.webhookSecret && bot.active == m_bot.active &&
           (bot.updates != u"webhook" || publicUrl == m_services.publicUrl);
}

SourceState BotRunner::state() const
{
    return m_source ? m_source->state() : m_trouble;
}

void BotRunner::sent()
{
    if (m_pulse)
        m_pulse->answered();
}

void BotRunner::notSent(const ApiError &error)
{
    if (m_pulse)
        m_pulse->failed(error, CallTarget::Chat);
}

void BotRunner::receive(const RawUpdate &update, std::function<void(bool)> stored)
{
    if (m_pulse)
        m_pulse->worked();
    if (auto *webhook = qobject_cast<WebhookSource *>(m_source.get()))
        webhook->receive(update, std::move(stored));
    else
        m_services.inbox.store({m_bot.id, {inboxRow(m_bot.id, update.updateId, update.raw, m_services.clock.now())}, 0},
                               std::move(stored));
}

void BotRunner::identify()
{
    m_api->call(u"getMe"_s, {}, this, [this](const ApiResult &me) {
        if (me) {
            m_pulse->worked();
            learn(me->toObject());
            return;
        }
        m_pulse->failed(me.error());
        const auto verdict = classify(me.error(), CallTarget::Bot);
        if (verdict.remedy == Remedy::Revoked || verdict.remedy == Remedy::WrongAddress) {
            refuse(u"Telegram refuses the token (%1). Put the bot's present token into the shop file."_s.arg(
                describe(me.error())));
            return;
        }
        m_trouble = {SourceState::Kind::Trouble, describe(me.error())};
        m_services.clock.after(m_pace.afterTrouble(verdict.wait), this, [this] { identify(); });
    });
}

void BotRunner::learn(const QJsonObject &me)
{
    const auto username = me.value("username"_L1).toString();
    const auto name = me.value("first_name"_L1).toString();
    m_services.database.execute(
        this,
        [id = m_bot.id, username, name](core::UnitOfWork &uow) {
            uow.shop().setBotIdentity(id, username, name);
            uow.shop().bumpRevision();
        },
        [this](const Result<void> &stored) {
            if (stored)
                Q_EMIT identified(m_bot.id);
        });
    beginWork();
}

void BotRunner::refuse(const QString &reason)
{
    m_trouble = {SourceState::Kind::Refused, reason};
    qWarning().noquote() << u"bot %1 is stopped: %2"_s.arg(m_bot.key, reason);
    m_services.database.execute(
        this, [id = m_bot.id, reason](core::UnitOfWork &uow) { uow.shop().setBotError(id, reason); },
        [](const Result<void> &) {});
}

void BotRunner::beginWork()
{
    m_works = true;
    m_services.messages.addBot(m_bot.id, m_bot.workspaceId, *m_api);
    openSource();
}

void BotRunner::openSource()
{
    const auto fence = m_services.leases.fence(lease());
    if (!fence)
        return; // Another node receives; should this one take over, it hears of it.
    m_services.database.transact<qint64>(
        this, [id = m_bot.id](core::UnitOfWork &uow) { return uow.updates().nextOffset(id); },
        [this, fence](const Result<qint64> &offset) {
            if (m_source || fence != m_services.leases.fence(lease()))
                return;
            if (offset)
                beginAt(*offset, *fence);
            else
                m_services.clock.after(m_pace.afterTrouble(), this, [this] { openSource(); });
        });
}

void BotRunner::closeSource()
{
    if (!m_source)
        return;
    m_source->stop();
    m_source.reset();
    m_trouble = {SourceState::Kind::Starting, {}};
    if (!m_services.leases.fence(lease()))
        qInfo().noquote() << u"bot %1: another node receives its updates"_s.arg(m_bot.key);
}

void BotRunner::beginAt(qint64 offset, qint64 fence)
{
    const bool polls = m_bot.updates != u"webhook";
    const auto sink = [this, fence, polls](Batch batch, std::function<void(bool)> stored) {
        if (polls) {
            batch.lease = lease();
            batch.fence = fence;
        }
        m_services.inbox.store(batch, std::move(stored));
    };
    auto webhooks = m_services.publicUrl;
    webhooks.setPath(u"/telegram/"_s);
    if (!polls) {
        WebhookSource::Options options;
        options.botId = m_bot.id;
        options.url = webhooks;
        options.url.setPath(u"/telegram/"_s + m_bot.routeId);
        options.secret = m_bot.webhookSecret;
        m_source = std::make_unique<WebhookSource>(*m_api, m_services.clock, options, sink);
    } else {
        PollingSource::Options options;
        options.botId = m_bot.id;
        options.offset = offset;
        options.ownWebhooks = webhooks;
        m_source = std::make_unique<PollingSource>(*m_api, m_services.clock, options, sink);
    }
    connect(m_source.get(), &UpdateSource::stateChanged, this, [this](const SourceState &state) {
        if (!state.sentence.isEmpty())
            qWarning().noquote() << u"bot %1: %2"_s.arg(m_bot.key, state.sentence);
        m_services.database.execute(
            this, [id = m_bot.id, text = state.sentence](core::UnitOfWork &uow) { uow.shop().setBotError(id, text); },
            [](const Result<void> &) {});
    });
    connect(m_source.get(), &UpdateSource::worked, m_pulse.get(), [this] {
        m_pulse->trustWorkOnly(false);
        m_pulse->worked();
    });
    connect(m_source.get(), &UpdateSource::failed, m_pulse.get(), [this](const ApiError &error) {
        m_pulse->trustWorkOnly(classify(error, CallTarget::Bot).remedy == Remedy::Conflict);
        m_pulse->failed(error);
    });
    m_source->start();
}

void BotRunner::watchHealth()
{
    m_pulse = std::make_unique<BotPulse>(*m_api, m_services.clock, m_services.health, m_bot.health);
    connect(m_pulse.get(), &BotPulse::turned, this, [this] { tellHealth(); });
    connect(m_pulse.get(), &BotPulse::aged, this, [this] { storeHealth(false); });
    connect(m_pulse.get(), &BotPulse::recovered, this, [this] { beginAgain(); });
}

core::TrailEntry BotRunner::healthEntry(const core::Circuit &circuit) const
{
    const bool well = circuit.isClosed();
    const auto seconds = (circuit.openUntil - m_services.clock.now()) / 1'000'000;
    return {.workspaceId = m_bot.workspaceId,
            .at = m_services.clock.now(),
            .step = well ? u"bot.online"_s : u"bot.offline"_s,
            .botId = m_bot.id,
            .text = well ? u"Bot “%1” works again: pools send it visitors."_s.arg(m_bot.key)
                         : u"Pools send bot “%1” no visitors: %2. It is asked again in %3 s."_s
                               .arg(m_bot.key, circuit.reason)
                               .arg(seconds),
            .detail = {{u"failures"_s, circuit.failures}, {u"trips"_s, circuit.trips}}};
}

void BotRunner::tellHealth()
{
    if (!m_services.leases.fence(lease()))
        return;
    const QString text = healthEntry(m_pulse->circuit()).text;
    if (m_pulse->circuit().isClosed())
        qInfo().noquote() << text;
    else
        qWarning().noquote() << text;
    storeHealth(true);
}

// What this node's own troubles do to a bot is nobody's business while another one receives its updates.
void BotRunner::storeHealth(bool turned)
{
    if (!m_services.leases.fence(lease()))
        return;
    const core::Circuit circuit = m_pulse->circuit();
    m_services.database.execute(
        this,
        [id = m_bot.id, circuit, entry = healthEntry(circuit), turned](core::UnitOfWork &uow) {
            uow.shop().setBotHealth(id, circuit);
            if (!turned)
                return;
            uow.shop().bumpRevision();
            uow.trail().add(entry);
        },
        [this, turned](const Result<void> &stored) {
            if (!stored && turned) // Pools must hear of it.
                m_services.clock.after(storeAgain, this, [this] { storeHealth(true); });
            else if (turned)
                Q_EMIT healthTurned(m_bot.id);
        });
}

// The node that had the lease before may have been of another opinion.
void BotRunner::takeOverHealth()
{
    m_services.database.transact<bool>(
        this,
        [id = m_bot.id, closed = m_pulse->circuit().isClosed()](core::UnitOfWork &uow) {
            const auto shop = uow.shop().load();
            const core::Bot *bot = shop.bot(id);
            return bot && bot->health.isClosed() != closed;
        },
        [this](const Result<bool> &differs) {
            if (!differs)
                m_services.clock.after(storeAgain, this, [this] { takeOverHealth(); });
            else if (*differs)
                tellHealth();
        });
}

// A source that was refused has stopped, and one in trouble may sleep for a minute.
void BotRunner::beginAgain()
{
    if (!m_source && m_trouble.kind == SourceState::Kind::Refused) {
        m_trouble = {SourceState::Kind::Starting, {}};
        identify();
    } else if (m_source && m_source->state().kind != SourceState::Kind::Running) {
        m_source->stop();
        m_source->start();
    }
}

} // namespace rastro::telegram
