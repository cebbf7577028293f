// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/fleet/botfleet.h"

#include <QtNetwork/QHostAddress>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::telegram {

namespace {

// One server process admits 20 new bots a minute from one address (Bot API server, ClientManager); a local one does not
// mind.
constexpr int startAtOnce = 20;
constexpr std::chrono::milliseconds between = 4s;

bool isLocal(const QUrl &url)
{
    return url.host() == u"localhost" || QHostAddress(url.host()).isLoopback();
}

} // namespace

BotFleet::BotFleet(const FleetServices &services, QObject *parent)
    : QObject(parent)
    , m_services(services)
{
    connect(&services.messages, &MessageDesk::botAnswered, this, [this](qint64 botId) {
        if (const auto runner = m_runners.find(botId); runner != m_runners.end())
            runner->second->sent();
    });
    connect(&services.messages, &MessageDesk::botFailed, this, [this](qint64 botId, const ApiError &error) {
        if (const auto runner = m_runners.find(botId); runner != m_runners.end())
            runner->second->notSent(error);
    });
}

BotFleet::~BotFleet() = default;

std::chrono::milliseconds BotFleet::delayOfNext()
{
    const int order = m_started++;
    return isLocal(m_services.telegramApi) || order < startAtOnce ? 0ms : (order - startAtOnce + 1) * between;
}

void BotFleet::reconcile(const core::Shop &shop)
{
    std::erase_if(m_runners, [&](const auto &entry) {
        const core::Bot *bot = shop.bot(entry.first);
        return !bot || !bot->active || !entry.second->runs(*bot, m_services.publicUrl);
    });
    for (const core::Bot &bot : shop.bots) {
        if (!bot.active || m_runners.contains(bot.id))
            continue;
        auto runner = std::make_unique<BotRunner>(bot, m_services);
        connect(runner.get(), &BotRunner::identified, this, &BotFleet::identified);
        connect(runner.get(), &BotRunner::healthTurned, this, &BotFleet::healthTurned);
        runner->start(delayOfNext());
        m_runners.emplace(bot.id, std::move(runner));
    }
}

void BotFleet::receive(qint64 botId, const RawUpdate &update, std::function<void(bool)> stored)
{
    const auto runner = m_runners.find(botId);
    if (runner == m_runners.end())
        stored(false);
    else
        runner->second->receive(update, std::move(stored));
}

std::map<qint64, SourceState> BotFleet::states() const
{
    std::map<qint64, SourceState> states;
    for (const auto &[id, runner] : m_runners)
        states.emplace(id, runner->state());
    return states;
}

} // namespace rastro::telegram
