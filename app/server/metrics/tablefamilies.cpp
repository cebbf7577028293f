// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/metrics/families.h"

#include "server/pools/poollist.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

/// The two families that tell of all queues.
class Queues
{
public:
    Queues(metrics::Sheet &sheet, Micros now)
        : m_waiting(sheet.gauge("rastro_queue_waiting", "What is due in a queue and not done."))
        , m_age(sheet.gauge("rastro_queue_age_seconds", "How long the oldest of it has been due; 0: nothing is."))
        , m_now(now)
    {
    }

    void add(const QString &queue, const core::Backlog &backlog, const QString &of = {})
    {
        constexpr double micros = 1e6;
        const metrics::Labels labels{{"queue", queue}, {"of", of}};
        const double age = backlog.oldest == 0 ? 0 : static_cast<double>(m_now - backlog.oldest) / micros;
        m_waiting.add(backlog.waiting, labels);
        m_age.add(std::max(0.0, age), labels);
    }

private:
    metrics::Family &m_waiting;
    metrics::Family &m_age;
    const Micros m_now;
};

QString keyOf(const core::Shop &shop, const core::PluginScope &scope)
{
    const core::Bot *bot = scope.kind == core::PluginScope::Bot ? shop.bot(scope.id) : nullptr;
    const core::Pool *pool = scope.kind == core::PluginScope::Pool ? shop.pool(scope.id) : nullptr;
    return bot ? bot->key : pool ? pool->slug : QString::number(scope.id);
}

void addQueues(Queues &queues, const TableFacts &facts, const core::Shop &shop)
{
    queues.add(u"starts"_s, facts.starts);
    queues.add(u"attachments"_s, facts.attachments);
    queues.add(u"checks"_s, facts.checks);
    queues.add(u"notices"_s, facts.notices);
    for (auto bot = facts.bots.begin(); bot != facts.bots.end(); ++bot) {
        const auto key = keyOf(shop, {core::PluginScope::Bot, bot.key()});
        queues.add(u"updates"_s, bot->updates, key);
        queues.add(u"messages"_s, bot->messages, key);
    }
    core::Backlog conversions;
    for (const auto &pixel : facts.pixels) {
        if (pixel.state != u"pending")
            continue;
        conversions.waiting += pixel.events.waiting;
        if (conversions.oldest == 0 || pixel.events.oldest < conversions.oldest)
            conversions.oldest = pixel.events.oldest;
    }
    queues.add(u"conversions"_s, conversions);
}

void addAll(metrics::Family &family, const QMap<QString, qint64> &counts, const char *label)
{
    for (auto count = counts.begin(); count != counts.end(); ++count)
        family.add(std::max<qint64>(0, count.value()), {{label, count.key()}});
}

// What pools and links go by, as the shop of this server says it now.
void addHealth(metrics::Sheet &sheet, const core::Shop &shop)
{
    auto &bots = sheet.gauge("rastro_bot_up", "1 while a bot is on and works; 0: pools send it no visitors.");
    for (const core::Bot &bot : shop.bots)
        bots.add(bot.active && bot.health.isClosed() ? 1 : 0, {{"bot", bot.key}});
    auto &pools =
        sheet.gauge("rastro_pool_ready_bots", "Bots of a pool that take its visitors now; 0 while it is off.");
    for (const core::Pool &pool : shop.pools) {
        const auto ready = std::count_if(pool.bots.begin(), pool.bots.end(), [&](const core::PoolBot &member) {
            return whyOut(shop.bot(member.botId), member).isEmpty();
        });
        pools.add(pool.active ? static_cast<double>(ready) : 0, {{"pool", pool.slug}});
    }
    auto &addresses = sheet.gauge("rastro_public_url_up", "1 while a public address leads here, of several.");
    for (const core::PublicUrl &url : shop.publicUrls)
        addresses.add(url.health.isClosed() ? 1 : 0, {{"url", url.url}});
}

} // namespace

void addTables(metrics::Sheet &sheet, const std::optional<TableFacts> &facts, quint64 failures, const core::Shop &shop,
               Micros now)
{
    sheet.counter("rastro_tables_failures_total", "Times that the tables could not be read for these metrics.")
        .add(failures);
    addHealth(sheet, shop);
    Queues queues(sheet, now);
    auto &binds = sheet.counter("rastro_binds_total", "Clicks bound to people in the whole installation, by rule.");
    auto &starts = sheet.counter("rastro_starts_total", "Answers to /start in the whole installation.");
    auto &payments =
        sheet.counter("rastro_payments_total", "Payments of the whole installation that have reached each status.");
    auto &conversions = sheet.gauge("rastro_conversions", "Events for pixels in the whole installation, by state.");
    auto &messages = sheet.gauge("rastro_messages", "Messages to people in the whole installation, by state.");
    if (!facts)
        return;
    addQueues(queues, *facts, shop);
    addAll(binds, facts->bindRules, "rule");
    addAll(starts, facts->startOutcomes, "outcome");
    addAll(payments, facts->paymentStatuses, "status");
    addAll(conversions, facts->conversions, "state");
    addAll(messages, facts->messages, "state");
}

} // namespace rastro::server
