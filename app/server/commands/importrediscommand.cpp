// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/importrediscommand.h"

#include "server/runtime/store.h"
#include "server/runtime/systemclock.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QJsonDocument>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::server {

namespace {

constexpr redis::Patience patience{.connect = 5s, .command = 30s};
constexpr qint64 betweenReportsMs = 1000;

// Shared with other imports.
CLI::App &importCommand(CLI::App &app)
{
    const auto known = app.get_subcommands([](const CLI::App *command) { return command->get_name() == "import"; });
    if (!known.empty())
        return *known.front();
    auto *import = app.add_subcommand("import", "Take over what another platform has");
    import->require_subcommand(1);
    return *import;
}

/// Says on standard error how far it is, once a second.
class ProgressLine
{
public:
    ProgressLine() { m_timer.start(); }

    void operator()(const RedisImportCounts &counts)
    {
        if (m_timer.elapsed() < betweenReportsMs)
            return;
        m_timer.restart();
        std::fprintf(stderr, "rastro: %lld keys read, %lld clicks new, %lld known\n",
                     static_cast<long long>(counts.keys), static_cast<long long>(counts.fresh),
                     static_cast<long long>(counts.known + counts.completed));
    }

private:
    QElapsedTimer m_timer;
};

} // namespace

void ImportRedisCommand::addTo(CLI::App &app)
{
    auto *command = create(importCommand(app), "redis", "Take live clicks over from the origin platform's Redis");
    command->add_option("--url", m_url, "Its Redis: redis://[user:password@]HOST:PORT/DB or unix:///PATH [--redis]")
        ->type_name("");
    command->add_option("--pool", m_pools, "ID=SLUG: the pool that it calls ID is SLUG here (may be repeated)")
        ->type_name("");
    command->add_option("--ttl", m_lifetime, "Hours that it lets a click live: tells how old one is [24]")
        ->type_name("")
        ->check(CLI::Range(1, 24 * 366));
    command->add_flag("--dry-run", m_dryRun, "Count what would be done, and change nothing");
    command->add_flag("--json", m_json, "Print JSON");
    command->footer("A click's pool is the one that --pool names for it, else the one of its landing address, else the "
                    "only one\nwith its pixel. Reads tracking:* only and writes nothing to Redis. Twice changes "
                    "nothing.");
}

int ImportRedisCommand::run()
{
    const auto options = m_options.judge();
    if (!options)
        return fail(options.error());
    const auto from = url(*options);
    if (!from)
        return fail(from.error());
    auto how = importOptions();
    if (!how)
        return fail(how.error());
    how->addresses = options->addresses;
    const auto store = openPresentStore(*options);
    if (!store)
        return fail(store.error());
    const auto dialogue = redis::RedisDialogue::open(*from, patience);
    if (!dialogue)
        return fail(dialogue.error());
    ProgressLine progress;
    const auto counts = RedisImport(**dialogue, **store, *how, SystemClock().now()).run(std::ref(progress));
    if (!counts)
        return fail(counts.error());
    report(*counts);
    return Done;
}

Result<redis::RedisUrl> ImportRedisCommand::url(const ServerOptions &options) const
{
    if (!m_url.empty()) {
        auto url = redis::RedisUrl::parse(QString::fromStdString(m_url));
        if (!url) // It names the option that it is mostly given by.
            url.error().message.replace(u"--redis:"_s, u"--url:"_s);
        return url;
    }
    if (options.redis)
        return *options.redis;
    return failure(u"options.url"_s, u"--url: name the Redis to read, for example redis://127.0.0.1:6379/0."_s);
}

Result<RedisImportOptions> ImportRedisCommand::importOptions() const
{
    RedisImportOptions options{.lifetime = std::chrono::hours(m_lifetime), .dryRun = m_dryRun};
    for (const std::string &pair : m_pools) {
        const auto text = QString::fromStdString(pair);
        const auto number = text.section(u'=', 0, 0).toLongLong();
        const auto slug = text.section(u'=', 1);
        if (number <= 0 || slug.isEmpty())
            return failure(u"options.pool"_s, u"--pool: “%1” is not ID=SLUG, for example 7=summer."_s.arg(text));
        options.pools.insert(number, slug);
    }
    return options;
}

void ImportRedisCommand::report(const RedisImportCounts &counts) const
{
    if (m_json) {
        auto object = counts.toJson();
        object.insert(u"dry_run"_s, m_dryRun);
        std::fputs(QJsonDocument(object).toJson().constData(), stdout);
        return;
    }
    print(
        u"%1%2 clicks new, %3 completed, %4 known, of %5 keys."_s.arg(m_dryRun ? u"Nothing was changed. "_s : QString())
            .arg(counts.fresh)
            .arg(counts.completed)
            .arg(counts.known)
            .arg(counts.keys));
    const auto mention = [](qint64 count, const QString &text) {
        if (count > 0)
            print(u"  %1 %2"_s.arg(count).arg(text));
    };
    mention(counts.withoutPool, u"clicks have no pool here: name it with --pool ID=SLUG, before the import."_s);
    mention(counts.refused, u"keys were refused: no tracking token (32 digits of 0-9 a-f)."_s);
    mention(counts.malformed, u"values were refused: no JSON object."_s);
    mention(counts.elsewhere, u"clicks belong to another workspace and were left alone."_s);
    mention(counts.expired, u"clicks expired while they were read."_s);
    mention(counts.other, u"other keys (indexes, chats, payments) were passed over."_s);
}

} // namespace rastro::server
