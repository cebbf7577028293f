// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/metrics/metricsdesk.h"

#include "metrics/sheet.h"
#include "server/metrics/families.h"

namespace rastro::server {

MetricsDesk::MetricsDesk(const MetricsSources &sources, const ServerOptions &options, QObject *parent)
    : QObject(parent)
    , m_from(sources)
    , m_startedAt(sources.clock.now())
    , m_reader(options)
{
    connect(&m_reader, &FactsReader::read, this, [this](const TableFacts &facts) { finishRead(facts); });
    connect(&m_reader, &FactsReader::failed, this, [this](const Error &error) {
        qWarning().noquote() << "metrics:" << error.message;
        finishRead({});
    });
    m_overdue.setSingleShot(true);
    m_overdue.setInterval(Patience);
    connect(&m_overdue, &QTimer::timeout, this, [this] {
        qWarning("metrics: the database does not answer");
        m_facts.reset();
        ++m_failures;
        send();
    });
}

void MetricsDesk::answer(const http::Responder &responder)
{
    m_waiting.append(responder);
    const Micros now = m_from.clock.now();
    if (m_facts && now - m_facts->at < FactsAge.count())
        send();
    else if (m_waiting.size() == 1)
        read();
}

// One that is overdue is not asked for again.
void MetricsDesk::read()
{
    m_overdue.start();
    if (!std::exchange(m_isReading, true))
        m_reader.ask(m_from.shop.get(), m_from.clock.now());
}

void MetricsDesk::finishRead(std::optional<TableFacts> facts)
{
    m_isReading = false;
    m_facts = std::move(facts);
    m_failures += m_facts ? 0 : 1;
    send();
}

void MetricsDesk::send()
{
    m_overdue.stop();
    if (m_waiting.isEmpty())
        return;
    metrics::Sheet sheet;
    const auto shop = m_from.shop.get();
    addProcess(sheet, m_startedAt);
    addHttp(sheet, m_from.server.traffic());
    addClicks(sheet, m_from.arrivals.counters(), m_from.redirect, *shop);
    addSpool(sheet, m_from.spool.counters());
    addStorage(sheet, m_from.database.counters());
    addPlugins(sheet, m_from.calls.tally().calls(), m_from.plugins.states());
    addTelegram(sheet, m_from.messages.outcomes());
    addRedis(sheet, m_from.redis ? std::optional(m_from.redis->counters()) : std::nullopt);
    addTables(sheet, m_facts, m_failures, *shop, m_from.clock.now());
    const auto text = sheet.text();
    for (const auto &responder : std::exchange(m_waiting, {})) {
        http::HttpResponse response{.status = 200, .headers = {}, .body = text};
        response.headers.add("Content-Type", metrics::Sheet::ContentType);
        response.headers.add("Cache-Control", "no-store");
        responder.answer(std::move(response));
    }
}

} // namespace rastro::server
