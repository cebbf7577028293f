// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/database.h"
#include "core/shop/shop.h"
#include "rastro/httpclient.h"

#include <QtCore/QMap>
#include <QtCore/QObject>
#include <memory>

namespace rastro::server {

/// Asks each public address for its /healthz, as the outside would, and stores how it is. A single address is left
/// alone: there is nothing to fall over to. Core thread only.
class DomainWatch : public QObject
{
    Q_OBJECT

public:
    DomainWatch(core::Database &database, HttpClient &http, Clock &clock, const core::CircuitLimits &limits,
                QObject *parent = nullptr);

    /// Watches these from now on; what is known of them is in the shop. The same addresses again change nothing.
    void watch(const QStringList &urls, const core::Shop &shop);

Q_SIGNALS:
    /// An address became well or ill, and that is stored: the shop is to be read again.
    void turned();

private:
    void round();
    void ask(const QString &url);
    void take(const QString &url, const Result<HttpAnswer> &answer);
    void finish();
    [[nodiscard]] std::chrono::milliseconds untilNextRound() const;

    core::Database &m_database;
    HttpClient &m_http;
    Clock &m_clock;
    const core::CircuitLimits m_limits;
    QStringList m_urls;
    QMap<QString, core::Circuit> m_circuits;
    QMap<QString, core::Circuit> m_stored; ///< As the database has them.
    qsizetype m_unanswered = 0;
    std::unique_ptr<QObject> m_round; ///< Context of whatever is under way; deleting it ends that.
};

} // namespace rastro::server
