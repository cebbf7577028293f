// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telegram/fleet/botrunner.h"

#include <map>

namespace rastro::telegram {

/// All active bots of the shop at work. A change of one bot touches no other. Core thread only.
class BotFleet : public QObject
{
    Q_OBJECT

public:
    explicit BotFleet(const FleetServices &services, QObject *parent = nullptr);
    ~BotFleet() override;

    /// Webhooks are set under this address from the next reconcile() on.
    void setPublicUrl(const QUrl &url) { m_services.publicUrl = url; }

    /// Starts, stops and replaces runners until they are those of this shop.
    void reconcile(const core::Shop &shop);

    /// A vetted webhook post of this bot; `stored` tells whether it is durable (false: answer 503).
    void receive(qint64 botId, const RawUpdate &update, std::function<void(bool)> stored);

    [[nodiscard]] std::map<qint64, SourceState> states() const;

Q_SIGNALS:
    /// A bot's name was learnt and stored: the shop is to be read again.
    void identified(qint64 botId);
    /// A bot takes visitors from now on, or none any more, and that is stored: the shop is to be read again.
    void healthTurned(qint64 botId);

private:
    [[nodiscard]] std::chrono::milliseconds delayOfNext();

    FleetServices m_services;
    std::map<qint64, std::unique_ptr<BotRunner>> m_runners;
    int m_started = 0;
};

} // namespace rastro::telegram
