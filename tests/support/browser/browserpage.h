// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "browser/chromium.h"

#include <QtCore/QStringList>

namespace rastro::testing {

/// One page in a browser context of its own: no cookies but those that it gets itself.
class BrowserPage
{
public:
    explicit BrowserPage(Chromium &browser);
    ~BrowserPage();
    Q_DISABLE_COPY_MOVE(BrowserPage)

    void setUserAgent(const QString &agent, const QString &acceptLanguage = QStringLiteral("pt-BR"));
    void setScreen(int width, int height, bool dark);
    void disableJavaScript();

    /// Goes there and waits until the document and what it names are loaded.
    [[nodiscard]] bool open(const QString &url);
    [[nodiscard]] bool reload();
    /// Waits until `enough` says true; false after the deadline.
    [[nodiscard]] bool waitUntil(const std::function<bool()> &enough);

    /// Value of a JavaScript expression; works without JavaScript of the page's own, and regardless of its policy.
    [[nodiscard]] QJsonValue evaluate(const QString &expression);
    /// Address of the document that is shown.
    [[nodiscard]] QString address();
    /// URLs that the page has asked for, in order; redirects, beacons and navigations too.
    [[nodiscard]] QStringList requests() const;
    /// What the Content-Security-Policy has stopped, and what else the browser complained of.
    [[nodiscard]] QStringList complaints() const;
    /// PNG of the screen.
    [[nodiscard]] QByteArray screenshot();

private:
    [[nodiscard]] qsizetype loads() const;
    QJsonObject call(const QString &method, const QJsonObject &params = {});

    Chromium &m_browser;
    QString m_context;
    QString m_target;
    QString m_session;
};

} // namespace rastro::testing
