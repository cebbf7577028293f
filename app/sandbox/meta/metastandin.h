// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/meta/metaerror.h"
#include "sandbox/meta/metafault.h"

#include "rastro/clock.h"

#include <QtCore/QHash>
#include <optional>

namespace rastro::sandbox {

/// An event that Meta has taken, from a server or a browser.
struct MetaEvent
{
    QString pixel;
    QString name;           ///< event_name, or `ev`.
    QString eventId;        ///< event_id, or `eid`. May be empty.
    Micros at = 0;          ///< When it was received.
    bool duplicate = false; ///< The same pixel, name and id came the same way less than 48 hours before.
    QJsonObject json; ///< Server: the element of `data`. Browser: the query's fields, decoded (dl: the page's address).
    QByteArray query; ///< Browser: the raw query.
    QByteArray referer; ///< Browser: the header.
    bool test = false;  ///< Server: sent with a test_event_code.
};

/// Meta, for tests and for the demo: the Conversions API (POST /v25.0/<pixel>/events), the pixel's script (GET
/// /fbevents.js, also under /en_US) and where it reports to (GET or POST /tr). As strict as judgeMetaEvent(), and like
/// Meta it takes a batch as a whole or not at all. No sockets; keeps all in memory; not thread-safe: use it on one
/// thread.
class MetaStandIn
{
public:
    /// `clock` must outlive it.
    explicit MetaStandIn(const Clock &clock)
        : m_clock(clock)
    {
    }

    /// Makes a pixel known, with the token that may write to it. While none is known, every pixel exists and every
    /// token but an empty one is good.
    void addPixel(const QString &pixelId, const QString &accessToken) { m_tokens.insert(pixelId, accessToken); }
    /// From now on requests must carry appsecret_proof made with this. Empty: none needed.
    void setAppSecret(const QString &secret) { m_appSecret = secret; }
    /// Adds a fault; the oldest one that is not used up acts.
    void fail(const MetaFault &fault) { m_faults.append(fault); }

    [[nodiscard]] MetaAnswer handle(const MetaRequest &request);

    /// All events that were taken from servers, duplicates included, oldest first.
    [[nodiscard]] const QList<MetaEvent> &serverEvents() const { return m_serverEvents; }
    /// All events that browsers reported, duplicates included, oldest first.
    [[nodiscard]] const QList<MetaEvent> &browserEvents() const { return m_browserEvents; }
    /// Requests to /events that were refused: what they were told.
    [[nodiscard]] const QList<MetaError> &refusals() const { return m_refusals; }
    /// How many events of this name Meta counts: both ways, each pixel and id once. Without an id each counts.
    [[nodiscard]] int counted(const QString &name) const;
    void forget();

private:
    MetaAnswer receiveBatch(const MetaRequest &request, const QString &pixel);
    MetaAnswer receiveReport(const MetaRequest &request);
    MetaAnswer refuse(const MetaError &error);
    std::optional<MetaError> judge(const MetaRequest &request, const QString &pixel, const QJsonObject &body) const;
    std::optional<MetaError> judgeToken(const QString &pixel, const QJsonObject &body) const;
    std::optional<MetaFault> takeFault(const QJsonObject &body);
    void store(QList<MetaEvent> &events, MetaEvent event);
    QString nextTraceId() { return QStringLiteral("Astandin%1").arg(++m_answers); }

    const Clock &m_clock;
    QHash<QString, QString> m_tokens;
    QString m_appSecret;
    QList<MetaFault> m_faults;
    QList<MetaEvent> m_serverEvents;
    QList<MetaEvent> m_browserEvents;
    QList<MetaError> m_refusals;
    QHash<QString, Micros> m_firstServer;  ///< By pixel, name and id: when the one that counts was received.
    QHash<QString, Micros> m_firstBrowser; ///< The same for browsers.
    qint64 m_answers = 0;
};

} // namespace rastro::sandbox
