// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/metrics/families.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace rastro::server {

void addProcess(metrics::Sheet &sheet, Micros startedAt)
{
    constexpr double micros = 1e6;
    sheet.gauge("rastro_build_info", "Always 1; the labels say what runs.")
        .add(1, {{"version", QStringLiteral(RASTRO_VERSION)}, {"qt", QString::fromLatin1(qVersion())}});
    sheet.gauge("rastro_start_time_seconds", "When this process started, in Unix time.")
        .add(static_cast<double>(startedAt) / micros);
}

void addHttp(metrics::Sheet &sheet, const http::Traffic &traffic)
{
    sheet.gauge("rastro_http_open_connections", "Connections that clients have open now.")
        .add(traffic.openConnections.load());
    sheet.counter("rastro_http_requests_total", "Requests that were taken.").add(traffic.requests.load());
    sheet
        .counter("rastro_http_refused_total",
                 "Connections over the cap, and requests that broke a rule of HTTP or a limit.")
        .add(traffic.refused.load());
}

void addClicks(metrics::Sheet &sheet, const core::ArrivalCounters &arrivals, const web::GoRoute &redirect,
               const core::Shop &shop)
{
    auto &clicks = sheet.counter("rastro_clicks_total", "Clicks stored by this process, by pool and kind of visitor.");
    for (const auto &[what, n] : arrivals.stored) {
        const core::Pool *pool = shop.pool(what.first);
        clicks.add(n, {{"pool", pool ? pool->slug : QString::number(what.first)}, {"traffic", what.second}});
    }
    sheet
        .counter("rastro_clicks_lost_total",
                 "Clicks that neither the database nor the spool took; their visitors went on unattributed.")
        .add(arrivals.lost);
    sheet
        .counter("rastro_clicks_late_total",
                 "Visitors who went on before their click was durable: database and spool took too long.")
        .add(redirect.late());
    sheet.counter("rastro_clicks_unserved_total", "Visitors whom no bot of the pool could take.")
        .add(redirect.unserved());
    sheet
        .counter("rastro_clicks_refused_total",
                 "Clicks that the database was not asked to store, since too many waited.")
        .add(arrivals.refused);
    sheet.gauge("rastro_clicks_waiting", "Clicks that wait to be durable.").add(arrivals.waiting);
    sheet.histogram("rastro_click_batch_size", "Clicks that were stored together.").add(arrivals.batches);
}

void addSpool(metrics::Sheet &sheet, const core::SpoolCounters &counters)
{
    sheet
        .counter("rastro_spool_written_total",
                 "Clicks that the database refused, or kept waiting, and that were written to the spool.")
        .add(counters.spooled);
    sheet.counter("rastro_spool_replayed_total", "Clicks of the spool that are in the database now.")
        .add(counters.replayed);
    sheet.counter("rastro_spool_failed_total", "Clicks that the spool could not take, since it or its disk was full.")
        .add(counters.lost);
    sheet.counter("rastro_spool_refused_total", "Clicks of the spool that the database will never take.")
        .add(counters.refused);
    sheet.counter("rastro_spool_damaged_total", "Lines of the spool that were half written or changed.")
        .add(counters.damaged);
    sheet.gauge("rastro_spool_clicks", "Clicks that wait in the spool.").add(counters.waiting);
    sheet.gauge("rastro_spool_bytes", "Size of the files that wait in the spool.").add(counters.bytes);
    sheet.gauge("rastro_spool_aside_files", "Files of the spool that were set aside, to be looked at.")
        .add(counters.asideFiles);
}

void addStorage(metrics::Sheet &sheet, const storage::DatabaseCounters &counters)
{
    sheet.counter("rastro_storage_jobs_total", "Transactions that were committed.").add(counters.jobs);
    sheet.counter("rastro_storage_failed_jobs_total", "Transactions that got an error.").add(counters.failed);
    sheet.gauge("rastro_storage_queue", "Transactions that wait for the storage thread.").add(counters.waiting);
    sheet.histogram("rastro_storage_batch_size", "Transactions that shared one durable commit.").add(counters.batches);
    sheet.histogram("rastro_storage_commit_seconds", "What a durable commit took, without the work before it.")
        .add(counters.commitSeconds);
    sheet
        .gauge("rastro_storage_key_backlog",
               "Clicks whose look-up keys are in memory only (SQLite); they are found all the same.")
        .add(counters.keyBacklog);
}

void addPlugins(metrics::Sheet &sheet, const plugins::CallTally::Calls &calls,
                const QList<plugins::InstanceReport> &instances)
{
    auto &total = sheet.counter("rastro_plugin_calls_total", "Calls of plugins, by what became of them.");
    auto &seconds =
        sheet.histogram("rastro_plugin_call_seconds", "How long calls of plugins took, until their answer.");
    for (const auto &[what, call] : calls) {
        const metrics::Labels labels{{"plugin", what.first}, {"call", what.second}};
        for (auto outcome = call.outcomes.begin(); outcome != call.outcomes.end(); ++outcome)
            total.add(outcome.value(), labels + metrics::Labels{{"outcome", outcome.key()}});
        seconds.add(call.seconds, labels);
    }
    QMap<std::pair<QString, QString>, int> states;
    for (const auto &instance : instances) {
        for (const auto state :
             {plugins::InstanceState::Running, plugins::InstanceState::Failing, plugins::InstanceState::Failed})
            states[{instance.pluginId, plugins::stateName(state)}] += instance.state == state ? 1 : 0;
    }
    auto &gauge = sheet.gauge("rastro_plugin_instances", "Plugins enabled on bots and pools, by how they are doing.");
    for (auto it = states.begin(); it != states.end(); ++it)
        gauge.add(it.value(), {{"plugin", it.key().first}, {"state", it.key().second}});
}

void addTelegram(metrics::Sheet &sheet, const QMap<QString, quint64> &outcomes)
{
    auto &sends = sheet.counter("rastro_telegram_sends_total", "Attempts to send a message, by what became of it.");
    for (const auto &state : {u"sent"_s, u"pending"_s, u"failed"_s, u"unreachable"_s, u"expired"_s})
        sends.add(outcomes.value(state), {{"outcome", state == u"pending" ? u"retried"_s : state}});
}

void addRedis(metrics::Sheet &sheet, const std::optional<redis::RedisCounters> &counters)
{
    auto &up = sheet.gauge("rastro_redis_up", "1 while Redis is connected; no sample without --redis.");
    auto &connects = sheet.counter("rastro_redis_connects_total", "Connections to Redis that became ready.");
    auto &losses = sheet.counter("rastro_redis_losses_total", "Connections to Redis lost, and attempts that failed.");
    auto &commands = sheet.counter("rastro_redis_commands_total", "Commands sent to Redis.");
    auto &failed = sheet.counter("rastro_redis_failed_commands_total", "Commands that Redis refused, or lost.");
    auto &dropped =
        sheet.counter("rastro_redis_dropped_commands_total", "Commands not sent: Redis was away, or too much waited.");
    auto &waiting = sheet.gauge("rastro_redis_waiting", "Commands that wait for Redis's answer.");
    if (!counters)
        return;
    up.add(counters->connected ? 1 : 0);
    connects.add(counters->connects);
    losses.add(counters->losses);
    commands.add(counters->commands);
    failed.add(counters->failed);
    dropped.add(counters->dropped);
    waiting.add(counters->waiting);
}

} // namespace rastro::server
