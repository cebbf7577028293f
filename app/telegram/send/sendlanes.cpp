// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/send/sendlanes.h"

#include <algorithm>

namespace rastro::telegram {

namespace {

// Far below the server's own guard (1000 concurrent requests of a bot), so that one slow bot cannot take all sockets.
constexpr int mostInFlight = 32;
constexpr int mostBulkInFlight = 4;
constexpr double bulkPerSecond = 25;
constexpr double chatPerSecond = 1;
constexpr double chatBurst = 3;
constexpr double groupPerSecond = 20.0 / 60;
constexpr qsizetype manyChats = 256;

size_t indexOf(Lane lane)
{
    return static_cast<size_t>(lane);
}

double perSecond(qint64 chatId)
{
    const bool isGroup = chatId < 0;
    return isGroup ? groupPerSecond : chatPerSecond;
}

} // namespace

QList<core::RateLimit> limitsOf(const SendItem &item)
{
    const auto bot = QByteArray::number(item.botId);
    QList<core::RateLimit> limits{
        {"telegram.chat:" + bot + ':' + QByteArray::number(item.chatId), perSecond(item.chatId), chatBurst}};
    if (item.lane == Lane::Bulk)
        limits.append({"telegram.bulk:" + bot, bulkPerSecond, bulkPerSecond});
    return limits;
}

SendLanes::SendLanes(Micros now)
    : m_bulk(bulkPerSecond, bulkPerSecond, now)
{
}

void SendLanes::add(const SendItem &item)
{
    m_lanes[indexOf(item.lane)].append(item);
}

std::optional<SendItem> SendLanes::take(Micros now)
{
    for (const Lane lane : {Lane::Interactive, Lane::Transactional, Lane::Bulk}) {
        if (auto item = takeFrom(lane, now))
            return item;
    }
    return {};
}

std::optional<SendItem> SendLanes::takeFrom(Lane lane, Micros now)
{
    const auto laneAt = laneReadyAt(lane, now);
    if (!laneAt || *laneAt > now)
        return {};
    QList<SendItem> &items = m_lanes[indexOf(lane)];
    for (qsizetype i = 0; i < items.size(); ++i) {
        const auto chatAt = chatReadyAt(items[i].chatId, now);
        if (!chatAt || *chatAt > now)
            continue;
        const SendItem item = items.takeAt(i);
        occupy(item, now);
        return item;
    }
    return {};
}

void SendLanes::occupy(const SendItem &item, Micros now)
{
    Chat &to = chat(item.chatId, now);
    to.bucket.take(now);
    to.inFlight = true;
    ++m_inFlight;
    if (item.lane == Lane::Bulk) {
        m_bulk.take(now);
        ++m_bulkInFlight;
    }
}

void SendLanes::finished(const SendItem &item)
{
    if (const auto to = m_chats.find(item.chatId); to != m_chats.end())
        to->inFlight = false;
    --m_inFlight;
    if (item.lane == Lane::Bulk)
        --m_bulkInFlight;
}

void SendLanes::giveBack(const SendItem &item, Micros until)
{
    finished(item);
    m_lanes[indexOf(item.lane)].prepend(item);
    pauseChat(item.chatId, until);
}

void SendLanes::pauseChat(qint64 chatId, Micros until)
{
    Chat &paused = chat(chatId, until);
    paused.pausedUntil = std::max(paused.pausedUntil, until);
}

void SendLanes::pauseBulk(Micros until)
{
    m_bulkPausedUntil = std::max(m_bulkPausedUntil, until);
}

void SendLanes::pauseBot(Micros until)
{
    m_pausedUntil = std::max(m_pausedUntil, until);
}

QList<SendItem> SendLanes::drop(qint64 chatId)
{
    QList<SendItem> dropped;
    for (auto &items : m_lanes) {
        for (const SendItem &item : std::as_const(items)) {
            if (item.chatId == chatId)
                dropped.append(item);
        }
        items.removeIf([chatId](const SendItem &item) { return item.chatId == chatId; });
    }
    return dropped;
}

std::optional<Micros> SendLanes::laneReadyAt(Lane lane, Micros now) const
{
    if (m_inFlight >= mostInFlight)
        return {};
    if (lane != Lane::Bulk)
        return m_pausedUntil;
    if (m_bulkInFlight >= mostBulkInFlight)
        return {};
    return std::max({m_pausedUntil, m_bulkPausedUntil, m_bulk.readyAt(now)});
}

std::optional<Micros> SendLanes::chatReadyAt(qint64 chatId, Micros now) const
{
    const auto known = m_chats.constFind(chatId);
    if (known == m_chats.constEnd())
        return now;
    if (known->inFlight)
        return {};
    return std::max(known->pausedUntil, known->bucket.readyAt(now));
}

std::optional<Micros> SendLanes::nextAt(Micros now) const
{
    std::optional<Micros> earliest;
    for (const Lane lane : {Lane::Interactive, Lane::Transactional, Lane::Bulk}) {
        const auto laneAt = laneReadyAt(lane, now);
        for (const SendItem &item : m_lanes[indexOf(lane)]) {
            const auto chatAt = chatReadyAt(item.chatId, now);
            if (laneAt && chatAt)
                earliest = std::min(earliest.value_or(INT64_MAX), std::max({*laneAt, *chatAt, now}));
        }
    }
    return earliest;
}

qsizetype SendLanes::waiting() const
{
    return m_lanes[0].size() + m_lanes[1].size() + m_lanes[2].size();
}

bool SendLanes::isIdle(Micros now) const
{
    return waiting() == 0 && m_inFlight == 0 && m_pausedUntil <= now && m_bulkPausedUntil <= now &&
           std::all_of(m_chats.begin(), m_chats.end(),
                       [now](const Chat &chat) { return chat.pausedUntil <= now && chat.bucket.isFull(now); });
}

SendLanes::Chat &SendLanes::chat(qint64 chatId, Micros now)
{
    const auto known = m_chats.find(chatId);
    if (known != m_chats.end())
        return *known;
    if (m_chats.size() >= manyChats)
        forgetQuietChats(now);
    return *m_chats.insert(chatId, {core::TokenBucket(perSecond(chatId), chatBurst, now)});
}

// A full bucket is as good as none: keeps memory in proportion to the chats written to in the last seconds.
void SendLanes::forgetQuietChats(Micros now)
{
    m_chats.removeIf([now](std::pair<const qint64 &, Chat &> entry) {
        const Chat &chat = entry.second;
        return !chat.inFlight && chat.pausedUntil <= now && chat.bucket.isFull(now);
    });
}

} // namespace rastro::telegram
