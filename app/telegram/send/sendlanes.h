// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/limits/ratelimit.h"
#include "core/limits/tokenbucket.h"

#include <QtCore/QHash>
#include <QtCore/QList>
#include <QtCore/QSet>
#include <array>
#include <optional>

namespace rastro::telegram {

/// How urgent a message is. A lower lane never delays a higher one.
enum class Lane {
    Interactive,   ///< An answer to something the person just did.
    Transactional, ///< Owed to the person: a delivery, a payment's status.
    Bulk           ///< Everything sent to many.
};

/// One message that waits to be sent, as the scheduler sees it.
struct SendItem
{
    qint64 id = 0; ///< The caller's.
    qint64 botId = 0;
    qint64 chatId = 0; ///< Negative: a group.
    Lane lane = Lane::Interactive;
};

/// The limits that a message counts against, for all nodes that send for its bot together. The same as SendLanes keeps.
[[nodiscard]] QList<core::RateLimit> limitsOf(const SendItem &item);

/// The messages of one bot that wait, and which of them may go now. Telegram's limits (Bot API FAQ, "My bot is hitting
/// limits"): about one message a second to a chat with short bursts, 20 a minute to a group, 30 a second in bulk. One
/// message at a time to a chat, in the order they were added within a lane. Pure: time is given, nothing is sent here.
class SendLanes
{
public:
    explicit SendLanes(Micros now);

    void add(const SendItem &item);

    /// Takes the most urgent message that may go now. Its place is held until finished().
    [[nodiscard]] std::optional<SendItem> take(Micros now);

    /// The message was answered, however: its place is free again.
    void finished(const SendItem &item);

    /// The message could not go after all: it is the first of its chat again, and nothing goes there before `until`.
    void giveBack(const SendItem &item, Micros until);

    /// Nothing to this chat before `until`.
    void pauseChat(qint64 chatId, Micros until);
    /// Nothing in bulk before `until`.
    void pauseBulk(Micros until);
    /// Nothing at all before `until`.
    void pauseBot(Micros until);

    /// Takes back all that waits for a chat, as after a 403.
    [[nodiscard]] QList<SendItem> drop(qint64 chatId);

    /// When take() may have something again; none if nothing waits, or if only finished() can free it.
    [[nodiscard]] std::optional<Micros> nextAt(Micros now) const;

    [[nodiscard]] qsizetype waiting() const;
    [[nodiscard]] int inFlight() const { return m_inFlight; }
    /// No message, no pause, no limit to remember: may be forgotten.
    [[nodiscard]] bool isIdle(Micros now) const;

private:
    struct Chat
    {
        core::TokenBucket bucket;
        Micros pausedUntil = 0;
        bool inFlight = false;
    };

    [[nodiscard]] std::optional<Micros> laneReadyAt(Lane lane, Micros now) const;
    [[nodiscard]] std::optional<Micros> chatReadyAt(qint64 chatId, Micros now) const;
    [[nodiscard]] std::optional<SendItem> takeFrom(Lane lane, Micros now);
    void occupy(const SendItem &item, Micros now);
    Chat &chat(qint64 chatId, Micros now);
    void forgetQuietChats(Micros now);

    std::array<QList<SendItem>, 3> m_lanes;
    QHash<qint64, Chat> m_chats;
    core::TokenBucket m_bulk;
    Micros m_pausedUntil = 0;
    Micros m_bulkPausedUntil = 0;
    int m_inFlight = 0;
    int m_bulkInFlight = 0;
};

} // namespace rastro::telegram
