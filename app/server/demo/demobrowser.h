// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/httpclient.h"

#include <QtCore/QJsonObject>
#include <QtCore/QMap>

namespace rastro::server {

/// A visitor's browser without a screen, for the sales that the demo makes by itself: sends what a phone sends, keeps
/// cookies, and follows no redirect of its own. Core thread.
class DemoBrowser
{
public:
    using Then = std::function<void(const HttpAnswer &)>;

    static constexpr char UserAgent[] = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like "
                                        "Gecko) Chrome/126.0.0.0 Mobile Safari/537.36";
    /// An address for documentation (RFC 5737), as a reverse proxy in front of the server would report it.
    static constexpr char Address[] = "203.0.113.24";

    /// `http` must outlive it.
    explicit DemoBrowser(HttpClient &http)
        : m_http(http)
    {
    }

    void setCookie(const QByteArray &name, const QByteArray &value) { m_cookies[name] = value; }

    /// Opens a page and calls `then` while `context` lives; an answer with status 0 means that there was none.
    void open(const QUrl &url, QObject *context, Then then);
    /// What the pixel's script does with an event of a page: tells the pixel under `metaApi` of it.
    void report(const QUrl &metaApi, const QString &pixelId, const QJsonObject &event, const QUrl &page,
                QObject *context);

    /// The events that a page of ours hands to the pixels' scripts; none: it reports nothing.
    [[nodiscard]] static QList<QJsonObject> eventsIn(const QByteArray &page);

private:
    void keepCookies(const HttpAnswer &answer);
    [[nodiscard]] QByteArray cookieHeader() const;

    HttpClient &m_http;
    QMap<QByteArray, QByteArray> m_cookies;
};

} // namespace rastro::server
