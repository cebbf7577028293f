// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugins/host/fencedservices.h"
#include "plugins/host/hostservices.h"
#include "plugins/host/operationrunner.h"
#include "plugins/host/redaction.h"

namespace rastro::plugins {

/// The BotContext of one plugin instance: what the operator set, and the host's services behind fences.
class HostBotContext : public BotContext
{
    Q_OBJECT

public:
    /// `settings` are the enablement's with defaults; `secrets` the values to keep out of logs. `operations`, those of
    /// the instance among them, outlive it.
    HostBotContext(const Enablement &enablement, QJsonObject settings, const QStringList &secrets,
                   const HostServices &services, const OperationRunner &operations, const Threw &threw);

    [[nodiscard]] qint64 botId() const override;
    [[nodiscard]] QString key() const override { return m_enablement.key; }
    [[nodiscard]] const QJsonObject &settings() const override { return m_settings; }
    [[nodiscard]] QUrl publicUrl() const override { return m_services.publicUrl; }
    [[nodiscard]] QUrl localUrl() const override { return m_services.localUrl; }
    [[nodiscard]] QUrl noticeUrl() const override { return m_enablement.noticeUrl; }

    [[nodiscard]] HttpClient &http() override { return m_http; }
    [[nodiscard]] const Clock &clock() const override { return m_clock; }
    [[nodiscard]] Clock &clock() override { return m_clock; }
    [[nodiscard]] ClickDirectory &clicks() override { return m_clicks; }

    void log(LogLevel level, const QString &line) override;

    /// The text without this instance's secrets.
    [[nodiscard]] QString redacted(const QString &text) const { return m_redaction(text); }

private:
    Enablement m_enablement;
    QJsonObject m_settings;
    HostServices m_services;
    Redaction m_redaction;
    FencedHttp m_http;
    FencedClock m_clock;
    FencedClicks m_clicks;
};

} // namespace rastro::plugins
