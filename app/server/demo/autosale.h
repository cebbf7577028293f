// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/demo/demobrowser.h"
#include "server/demo/demoinstallation.h"

namespace rastro::server {

/// What one buyer saw of a sale, from the outside.
struct SaleSeen
{
    qint64 person = 0;
    QUrl adLink;                 ///< Empty: the bot was opened directly.
    QString token;               ///< In the bridge page's link to the bot.
    QString reference;           ///< Of the charge that was paid.
    QList<QJsonObject> pageView; ///< What the bridge page gave to the pixel's script.
    QUrl deliveryLink;           ///< In the bot's last message.
    int deliveryStatus = 0;      ///< Of the link's answer.
    int deliveryPageStatus = 0;
    QList<QJsonObject> purchase; ///< What the delivery page gave to the pixel's script.
    QList<QJsonObject> again;    ///< The same when the page was reloaded.
};

/// One person who buys, played through the same doors as a real one: the ad link over HTTP (or none), Telegram, the
/// bank, the delivery page. Each step waits for what it needs, with a deadline. Core thread, from within the event
/// loop.
class AutoSale : public QObject
{
    Q_OBJECT

public:
    /// The browser's own id, set by an earlier visit to a page with the pixel.
    static constexpr char Fbp[] = "fb.1.1700000000123.1073741823";

    /// `throughAd`: false opens the bot directly, which is an organic sale.
    AutoSale(DemoInstallation &demo, qint64 personId, bool throughAd, QObject *parent = nullptr);

    void start();

    [[nodiscard]] const SaleSeen &seen() const { return m_seen; }

Q_SIGNALS:
    /// Paid, delivered, opened, its Purchase sent; or the sentence that says what did not happen.
    void finished(const QString &trouble);

private:
    /// Tries once; true when the step is done. Called again until its deadline.
    using Step = std::function<bool()>;

    void add(const QString &what, Step step) { m_steps.append({what, std::move(step)}); }
    void tick();
    [[nodiscard]] bool clickAd();
    [[nodiscard]] bool pressStart();
    [[nodiscard]] bool pressOffer();
    [[nodiscard]] bool payPix();
    [[nodiscard]] bool isDelivered();
    [[nodiscard]] bool openDelivery();
    [[nodiscard]] bool isReported();
    void readDelivery();
    void report(const QList<QJsonObject> &events, const QUrl &page);
    [[nodiscard]] QString buttonValue(const QString &kind);
    [[nodiscard]] sandbox::SandboxBot &bot();
    [[nodiscard]] QUrl local(const QString &path) const;

    DemoInstallation &m_demo;
    DemoBrowser m_browser;
    QList<std::pair<QString, Step>> m_steps;
    Micros m_deadline = 0;
    SaleSeen m_seen;
    bool m_asking = false;
};

} // namespace rastro::server
