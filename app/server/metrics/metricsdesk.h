// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/arrivaldesk.h"
#include "http/httpserver.h"
#include "plugins/dispatch/plugindispatch.h"
#include "server/metrics/factsreader.h"
#include "server/runtime/redisservices.h"
#include "storage/sqldatabase.h"
#include "telegram/outbox/messagedesk.h"
#include "web/goroute.h"

#include <QtCore/QTimer>

namespace rastro::server {

/// Where the metrics come from. Nothing is owned; all outlives the desk.
struct MetricsSources
{
    const storage::SqlDatabase &database;
    const http::HttpServer &server;
    const core::ArrivalDesk &arrivals;
    const core::ClickSpool &spool;
    const web::GoRoute &redirect;
    const plugins::PluginHost &plugins;
    const plugins::PluginDispatch &calls;
    const telegram::MessageDesk &messages;
    const core::ShopHolder &shop;
    const RedisServices *redis; ///< Null without --redis.
    const Clock &clock;
};

/// Answers GET /metrics. Counters are taken as they are; the tables are read at most every FactsAge, by request, and
/// several who ask meanwhile share one read. While the database hangs, the answer comes without what the tables say.
/// Core thread only.
class MetricsDesk : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::microseconds FactsAge = std::chrono::seconds(5);
    static constexpr std::chrono::milliseconds Patience = std::chrono::seconds(3); ///< With a read.

    MetricsDesk(const MetricsSources &sources, const ServerOptions &options, QObject *parent = nullptr);

    void answer(const http::Responder &responder);

private:
    void read();
    void finishRead(std::optional<TableFacts> facts);
    void send();

    const MetricsSources m_from;
    const Micros m_startedAt;
    FactsReader m_reader;
    bool m_isReading = false;
    QTimer m_overdue;                  ///< Runs while somebody waits for a read.
    std::optional<TableFacts> m_facts; ///< None after a read that failed, or is overdue.
    quint64 m_failures = 0;
    QList<http::Responder> m_waiting;
};

} // namespace rastro::server
