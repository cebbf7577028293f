// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crash/outsideworld.h"

namespace rastro::test {

/// One person who goes from an ad to the delivery page, as people do: reloads a page that did not come, and otherwise
/// does everything once and waits. Call tick() again and again while the event loop runs.
class Buyer
{
public:
    /// `server`: where the ad leads. Both must outlive it.
    Buyer(OutsideWorld &world, const QUrl &server, qint64 telegramId);

    void tick();
    [[nodiscard]] bool isDone() const { return m_step == Step::Done; }
    /// What the person waits for, for messages of a test.
    [[nodiscard]] QString waitsFor() const;

    [[nodiscard]] qint64 telegramId() const { return m_person; }
    [[nodiscard]] QString fbclid() const;
    /// Tokens of all clicks that were answered; the last one went to Telegram.
    [[nodiscard]] const QStringList &tokens() const { return m_tokens; }
    /// Of the charge that was paid: Payment::reference.
    [[nodiscard]] const QString &reference() const { return m_reference; }

    /// Values of all buttons of a kind ("copy_text", "url", "callback_data") that the bot sent, oldest first.
    [[nodiscard]] QStringList buttons(const QString &kind) const;

private:
    enum class Step { Click, Greeting, Pix, Pay, Delivery, Page, Report, Done };

    void click();
    void pressStart();
    void pressOffer();
    void pay();
    void openDelivery();
    void get(const QUrl &url, const QByteArray &cookie, std::function<void(const HttpAnswer &)> then);
    [[nodiscard]] QUrl local(const QString &path) const;

    OutsideWorld &m_world;
    QUrl m_server;
    qint64 m_person;
    Step m_step = Step::Click;
    bool m_isLoading = false; ///< A page is on its way.
    QStringList m_tokens;
    QString m_reference;
    QObject m_context;
};

} // namespace rastro::test
