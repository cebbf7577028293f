// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/demo/demoinstallation.h"

namespace rastro::server {

/// One person who buys, played through the same doors as a real one: the ad link over HTTP (or none), Telegram, the
/// bank. Each step waits for what it needs, with a deadline. Core thread, from within the event loop.
class AutoSale : public QObject
{
    Q_OBJECT

public:
    /// `throughAd`: false opens the bot directly, which is an organic sale.
    AutoSale(DemoInstallation &demo, qint64 personId, bool throughAd, QObject *parent = nullptr);

    void start();

    /// Reference of the payment that was made; empty before.
    [[nodiscard]] QString reference() const { return m_reference; }
    [[nodiscard]] QString token() const { return m_token; }

Q_SIGNALS:
    /// Paid, delivered, its Purchase sent; or the sentence that says what did not happen.
    void finished(const QString &trouble);

private:
    /// Tries once; true when the step is done. Called again until its deadline.
    using Step = std::function<bool()>;

    void tick();
    void clickAd();
    [[nodiscard]] bool pressStart();
    [[nodiscard]] bool pressOffer();
    [[nodiscard]] bool payPix();
    [[nodiscard]] bool isDelivered();
    [[nodiscard]] bool isReported();
    [[nodiscard]] QString buttonValue(const QString &kind);
    [[nodiscard]] sandbox::SandboxBot &bot();

    DemoInstallation &m_demo;
    qint64 m_person;
    bool m_throughAd;
    QList<std::pair<QString, Step>> m_steps;
    Micros m_deadline = 0;
    QString m_token;
    QString m_reference;
    bool m_asking = false;
};

} // namespace rastro::server
