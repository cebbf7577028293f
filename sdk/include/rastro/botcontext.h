// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/attribution.h"
#include "rastro/clickdirectory.h"
#include "rastro/httpclient.h"
#include "rastro/payment.h"

#include <QtCore/QJsonObject>
#include <QtCore/QObject>
#include <QtCore/QUrl>

namespace rastro {

enum class LogLevel { Debug, Info, Warning, Error };

/// A bot as one plugin instance sees it, and all that the host offers it. Owned by the host; outlives the instance.
/// The host emits its signals only towards the plugin that they are meant for. Core thread only.
class RASTRO_SDK_EXPORT BotContext : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Row id of the bot. 0 for a pixel that belongs to a redirect pool.
    [[nodiscard]] virtual qint64 botId() const = 0;
    /// The bot's (or the pool's) key in the shop file: for messages to people.
    [[nodiscard]] virtual QString key() const = 0;
    /// This plugin's settings for this bot: valid by its schema, defaults filled in, secrets in the clear. They never
    /// change during the life of an instance: the host makes a new one.
    [[nodiscard]] virtual const QJsonObject &settings() const = 0;
    /// Where the outside reaches this server: https://shop.example.
    [[nodiscard]] virtual QUrl publicUrl() const = 0;
    /// Where this machine reaches this server: http://127.0.0.1:8080.
    [[nodiscard]] virtual QUrl localUrl() const = 0;
    /// Where a gateway posts notices for this instance; holds a secret. Empty for other kinds of plugin.
    [[nodiscard]] virtual QUrl noticeUrl() const = 0;

    [[nodiscard]] virtual HttpClient &http() = 0;
    [[nodiscard]] virtual const Clock &clock() const = 0;
    [[nodiscard]] virtual Clock &clock() = 0;
    [[nodiscard]] virtual ClickDirectory &clicks() = 0;
    /// One line for the operator. The settings' secrets are taken out by the host.
    virtual void log(LogLevel level, const QString &line) = 0;

Q_SIGNALS:
    void started(const rastro::Start &start);
    void paymentCreated(const rastro::Payment &payment);
    void paymentChanged(const rastro::Payment &payment, rastro::PaymentStatus from);
};

} // namespace rastro
