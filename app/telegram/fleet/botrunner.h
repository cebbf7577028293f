// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/database.h"
#include "core/ports/leases.h"
#include "telegram/fleet/botpulse.h"
#include "telegram/inbox/inboxdesk.h"
#include "telegram/outbox/messagedesk.h"
#include "telegram/source/webhooksource.h"

#include <memory>

namespace rastro::telegram {

/// What every bot of the fleet is lent. Nothing is owned; all outlives the fleet.
struct FleetServices
{
    HttpClient &http;
    Clock &clock;
    core::Database &database;
    InboxDesk &inbox;
    MessageDesk &messages;
    core::Leases &leases;
    QUrl telegramApi; ///< Where the Bot API answers.
    QUrl publicUrl;   ///< Under which webhooks are set.
    core::CircuitLimits health = {};
};

/// One bot at work: learns its name once (getMe), then sends messages until it is deleted, and receives updates. Of
/// several nodes one polls it or looks after its webhook, and says how it is: who has its lease. A refused token stops
/// it with a sentence for the operator, and it is asked again more and more seldom whether it is back. Core thread
/// only.
class BotRunner : public QObject
{
    Q_OBJECT

public:
    BotRunner(const core::Bot &bot, const FleetServices &services, QObject *parent = nullptr);
    ~BotRunner() override;

    /// Begins after `delay` (starts are spread: Telegram admits few new bots a minute from one address).
    void start(std::chrono::milliseconds delay);

    /// Runs with these facts of the shop? Otherwise a new runner takes its place.
    [[nodiscard]] bool runs(const core::Bot &bot, const QUrl &publicUrl) const;
    [[nodiscard]] SourceState state() const;

    /// A vetted webhook post; `stored` tells whether it is durable.
    void receive(const RawUpdate &update, std::function<void(bool)> stored);

    /// A message of it was sent, or why not.
    void sent();
    void notSent(const ApiError &error);

Q_SIGNALS:
    /// getMe told the bot's name; it is stored.
    void identified(qint64 botId);
    /// It takes visitors from now on, or none any more; that is stored.
    void healthTurned(qint64 botId);

private:
    void identify();
    void learn(const QJsonObject &me);
    void refuse(const QString &reason);
    void beginWork();
    void openSource();
    void closeSource();
    void beginAt(qint64 offset, qint64 fence);
    [[nodiscard]] QString lease() const { return QStringLiteral("bot:%1").arg(m_bot.id); }
    void watchHealth();
    void tellHealth();
    void storeHealth(bool turned);
    void takeOverHealth();
    void beginAgain();
    [[nodiscard]] core::TrailEntry healthEntry(const core::Circuit &circuit) const;

    const core::Bot m_bot;
    const FleetServices m_services;
    std::optional<BotApi> m_api;
    std::unique_ptr<BotPulse> m_pulse; ///< While there is an api.
    std::unique_ptr<UpdateSource> m_source;
    SourceState m_trouble;
    bool m_works = false; ///< Its name is known.
    PollPace m_pace;
};

} // namespace rastro::telegram
