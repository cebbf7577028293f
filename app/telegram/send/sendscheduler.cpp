// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/send/sendscheduler.h"

#include <QtCore/QRandomGenerator>
#include <algorithm>

using std::chrono::microseconds;
using std::chrono::seconds;

namespace rastro::telegram {

namespace {

double systemRandom()
{
    return QRandomGenerator::global()->generateDouble();
}

} // namespace

SendScheduler::SendScheduler(const Clock &clock, Random random)
    : m_clock(clock)
    , m_random(random ? std::move(random) : Random(systemRandom))
{
}

void SendScheduler::add(const SendItem &item)
{
    lanes(item.botId).add(item);
}

// Bots take turns: the search begins behind the one served last.
std::optional<SendItem> SendScheduler::next()
{
    const Micros now = m_clock.now();
    auto bot = m_bots.upper_bound(m_lastServed);
    for (size_t i = 0; i < m_bots.size(); ++i, ++bot) {
        if (bot == m_bots.end())
            bot = m_bots.begin();
        if (auto item = bot->second.take(now)) {
            m_lastServed = bot->first;
            return item;
        }
    }
    return {};
}

void SendScheduler::finished(const SendItem &item)
{
    lanes(item.botId).finished(item);
    forgetIfIdle(item.botId);
}

void SendScheduler::failed(const SendItem &item, const Verdict &verdict)
{
    SendLanes &bot = lanes(item.botId);
    bot.finished(item);
    const Micros until = endOf(verdict.wait);
    if (verdict.remedy == Remedy::PauseBot)
        bot.pauseBot(until);
    if (verdict.remedy == Remedy::PauseChat)
        bot.pauseChat(item.chatId, until);
    if (verdict.remedy == Remedy::PauseChat && item.lane == Lane::Bulk)
        bot.pauseBulk(until); // in bulk the limit is the bot's, whichever chat it shows at
}

void SendScheduler::postponed(const SendItem &item, Micros until)
{
    SendLanes &bot = lanes(item.botId);
    bot.giveBack(item, until);
    if (item.lane == Lane::Bulk)
        bot.pauseBulk(until); // in bulk the limit is the bot's
}

QList<SendItem> SendScheduler::drop(qint64 botId, qint64 chatId)
{
    const auto bot = m_bots.find(botId);
    return bot == m_bots.end() ? QList<SendItem>() : bot->second.drop(chatId);
}

std::optional<Micros> SendScheduler::nextAt() const
{
    std::optional<Micros> earliest;
    for (const auto &[id, bot] : m_bots) {
        if (const auto at = bot.nextAt(m_clock.now()))
            earliest = std::min(earliest.value_or(*at), *at);
    }
    return earliest;
}

qsizetype SendScheduler::waiting(qint64 botId) const
{
    const auto bot = m_bots.find(botId);
    return bot == m_bots.end() ? 0 : bot->second.waiting();
}

// At least what was asked for, and up to a second more, so that not all come back at once.
Micros SendScheduler::endOf(seconds wait) const
{
    constexpr double spread = 1'000'000;
    return m_clock.now() + microseconds(wait).count() + static_cast<Micros>(m_random() * spread);
}

SendLanes &SendScheduler::lanes(qint64 botId)
{
    return m_bots.try_emplace(botId, m_clock.now()).first->second;
}

void SendScheduler::forgetIfIdle(qint64 botId)
{
    const auto bot = m_bots.find(botId);
    if (bot != m_bots.end() && bot->second.isIdle(m_clock.now()))
        m_bots.erase(bot);
}

} // namespace rastro::telegram
