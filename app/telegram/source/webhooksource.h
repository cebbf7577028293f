// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"
#include "telegram/api/botapi.h"
#include "telegram/source/pollpace.h"
#include "telegram/source/updatesource.h"

#include <memory>

namespace rastro::telegram {

/// Webhook (Bot API, setWebhook): tells Telegram where to post and looks every ten minutes whether it still does. The
/// posts themselves come in through the web server: judge them with acceptWebhook(), then give them to receive().
class WebhookSource : public UpdateSource
{
    Q_OBJECT
public:
    struct Options
    {
        qint64 botId = 0; ///< The host's own id of the bot.
        QUrl url;         ///< Public https URL that ends in the bot's route id. A new secret needs a new route id.
        QString secret;   ///< secret_token: 1..256 of A-Z a-z 0-9 _ -.
        int maxConnections = 40;
        QStringList updates = wantedUpdates(); ///< allowed_updates.
        PollPace::Random random;               ///< 0 <= x < 1, for jitter; none: the system's.
    };

    /// `api`'s client and `clock` must outlive the source.
    WebhookSource(BotApi api, Clock &clock, Options options, BatchSink sink, QObject *parent = nullptr);

    void start() override;
    /// The webhook stays set: Telegram keeps the updates for us.
    void stop() override;

    /// Hands an accepted post to the sink. Answer Telegram 200 only after `stored(true)`, else 503: it posts again.
    void receive(const RawUpdate &update, std::function<void(bool stored)> stored);

    /// Updates that wait at Telegram, as getWebhookInfo last said.
    [[nodiscard]] int pendingUpdates() const { return m_pending; }

private:
    void check();
    void checkAfter(std::chrono::milliseconds delay);
    void compare(const QJsonObject &info);
    void set();
    void recover(const ApiError &error);

    const BotApi m_api;
    Clock &m_clock;
    const Options m_options;
    const BatchSink m_sink;
    PollPace m_pace;
    std::unique_ptr<QObject> m_round; ///< Context of whatever is under way; deleting it ends that.
    int m_pending = 0;
};

} // namespace rastro::telegram
