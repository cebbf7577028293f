// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/arrivalcounters.h"
#include "core/ports/clickspool.h"
#include "core/shop/shop.h"
#include "http/traffic.h"
#include "metrics/sheet.h"
#include "plugins/dispatch/calltally.h"
#include "plugins/host/enablement.h"
#include "redis/rediscounters.h"
#include "server/metrics/tablefacts.h"
#include "storage/sqldatabase.h"
#include "web/goroute.h"

namespace rastro::server {

/// The metrics of each part, put on a sheet. docs/metrics.md lists them all. A part that is not there (Redis, tables
/// that cannot be read) has its names and no samples.
void addProcess(metrics::Sheet &sheet, Micros startedAt);
void addHttp(metrics::Sheet &sheet, const http::Traffic &traffic);
void addClicks(metrics::Sheet &sheet, const core::ArrivalCounters &arrivals, const web::GoRoute &redirect,
               const core::Shop &shop);
void addSpool(metrics::Sheet &sheet, const core::SpoolCounters &counters);
void addStorage(metrics::Sheet &sheet, const storage::DatabaseCounters &counters);
void addPlugins(metrics::Sheet &sheet, const plugins::CallTally::Calls &calls,
                const QList<plugins::InstanceReport> &instances);
void addTelegram(metrics::Sheet &sheet, const QMap<QString, quint64> &outcomes);
void addRedis(metrics::Sheet &sheet, const std::optional<redis::RedisCounters> &counters);
void addTables(metrics::Sheet &sheet, const std::optional<TableFacts> &facts, quint64 failures, const core::Shop &shop,
               Micros now);

} // namespace rastro::server
