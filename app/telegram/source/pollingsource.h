// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"
#include "telegram/api/botapi.h"
#include "telegram/source/pollpace.h"
#include "telegram/source/updatesource.h"

#include <memory>

namespace rastro::telegram {

/// Long polling (Bot API, getUpdates). One poll at a time; the next one, which confirms and so deletes what it does not
/// ask for any more, leaves only after the batch before it is durable. Killed at any moment, it loses nothing.
class PollingSource : public UpdateSource
{
    Q_OBJECT
public:
    struct Options
    {
        qint64 botId = 0;                      ///< The host's own id of the bot.
        qint64 offset = 0;                     ///< Where it had come to; 0: the head of the queue.
        std::chrono::seconds pollTimeout{50};  ///< Telegram's own maximum.
        QStringList updates = wantedUpdates(); ///< allowed_updates.
        QUrl ownWebhooks;                      ///< A webhook under this URL is ours, and is removed to poll.
        PollPace::Random random;               ///< 0 <= x < 1, for jitter; none: the system's.
    };

    /// `api`'s client and `clock` must outlive the source.
    PollingSource(BotApi api, Clock &clock, Options options, BatchSink sink, QObject *parent = nullptr);

    void start() override;
    void stop() override;

    /// What the next poll will ask for.
    [[nodiscard]] qint64 offset() const { return m_options.offset; }
    /// When the last poll was answered well; 0: never. Grows at least once a minute while all is well.
    [[nodiscard]] Micros lastPollAt() const { return m_lastPollAt; }

private:
    void poll();
    void pollAfter(std::chrono::milliseconds delay);
    void watch();
    void take(const BotApi::Updates &updates);
    void store(const QList<RawUpdate> &updates);
    void settle(bool stored, qint64 nextOffset);
    void recover(const ApiError &error);
    void resolveConflict(const ApiError &error);
    void judgeWebhook(const QUrl &url);

    const BotApi m_api;
    Clock &m_clock;
    Options m_options;
    const BatchSink m_sink;
    PollPace m_pace;
    std::unique_ptr<QObject> m_round; ///< Context of whatever is under way; deleting it ends that.
    std::unique_ptr<QObject> m_watch; ///< Context of the watchdog.
    Micros m_pollingSince = 0;        ///< 0: no poll is under way.
    Micros m_lastPollAt = 0;
};

} // namespace rastro::telegram
