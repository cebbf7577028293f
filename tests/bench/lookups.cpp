// SPDX-License-Identifier: GPL-3.0-or-later
// How long finding a click, binding a person and reading a funnel take in a filled database, on one connection that has
// stored some clicks itself and has been asked for others, as that of a server that has run for a while. Usage:
// bench_lookups DATABASE KEY SAMPLES. Prints "NAME MEDIAN P99", in microseconds, a line each: of clicks that came since
// the start, ("_old") of stored ones of any age, and ("_asked") of those as the program asks, by a job of the storage
// thread with a transaction of its own.
#include "core/attribution/binding.h"
#include "core/click/hexid.h"
#include "core/click/tokentime.h"
#include "sampleclick.h"
#include "storage/connection.h"
#include "storage/keyfile.h"
#include "storage/sqldatabase.h"
#include "storage/sqlunitofwork.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QRandomGenerator>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <future>
#include <vector>

using namespace Qt::StringLiterals;
using namespace rastro;

namespace {

constexpr Micros day = 86'400'000'000LL;
constexpr int commits = 40;
constexpr int arrivals = 10'000; // Clicks that come before anything is measured.
constexpr int keysAtOnce = 200;
constexpr int funnels = 7;
constexpr int questionsBefore = 10'000;

Micros systemNow()
{
    using namespace std::chrono;
    return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

class Stopwatch
{
public:
    void measure(const std::function<void()> &work)
    {
        const auto begun = std::chrono::steady_clock::now();
        work();
        m_times.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begun).count());
    }
    void print(const QByteArray &name)
    {
        std::sort(m_times.begin(), m_times.end());
        std::printf("%s %.1f %.1f\n", name.constData(), m_times[m_times.size() / 2],
                    m_times[m_times.size() * 99 / 100]);
    }

private:
    std::vector<double> m_times;
};

[[noreturn]] void notFound(const char *what)
{
    std::fprintf(stderr, "a stored click was not found by %s\n", what);
    std::exit(1);
}

// Clicks of any age, chosen on a connection of its own, so that who is measured has not just read them.
class Choice
{
public:
    explicit Choice(const storage::ConnectionOptions &options)
        : m_connection(options)
        , m_stores(m_connection)
        , m_workspace(m_stores.shop().workspace(u"default"_s))
    {
        const auto oldest = m_stores.clicks().after(m_workspace, {}, 1);
        if (oldest.isEmpty())
            notFound("anything");
        m_begin = oldest.first().firstSeenMs * 1000;
        m_span = systemNow() - day - m_begin;
    }

    [[nodiscard]] qint64 workspace() const { return m_workspace; }

    [[nodiscard]] QList<Click> clicks(int count)
    {
        QList<Click> chosen;
        while (chosen.size() < count) {
            const auto at = m_begin + Micros(QRandomGenerator::global()->generateDouble() * double(m_span));
            chosen += m_stores.clicks().after(m_workspace, core::firstTokenOf(at).toString(), 1);
        }
        return chosen;
    }

private:
    storage::Connection m_connection;
    storage::SqlUnitOfWork m_stores;
    const qint64 m_workspace;
    Micros m_begin = 0;
    Micros m_span = 0;
};

class Lookups
{
public:
    Lookups(storage::Connection &connection, Choice &choice, int samples)
        : m_connection(connection)
        , m_stores(connection)
        , m_choice(choice)
        , m_workspace(choice.workspace())
        , m_samples(samples)
    {
    }

    void run()
    {
        warmUp(m_stores.clicks(), m_choice);
        measureAll("_old", [this] { return m_choice.clicks(m_samples); });
        const auto arrived = arrive(m_choice.clicks(1).first(), m_samples);
        measureAll("", [&arrived] { return arrived; });
        readFunnels();
    }

    // Leaves in memory what a server has there that has been asked for a while.
    static void warmUp(core::ClickStore &clicks, Choice &choice)
    {
        for (const auto &click : choice.clicks(questionsBefore)) {
            static_cast<void>(clicks.byToken(choice.workspace(), click.token));
            static_cast<void>(clicks.byFbclid(choice.workspace(), click.fbclid));
            static_cast<void>(clicks.byVisitor(choice.workspace(), click.visitorId));
        }
    }

private:
    void measureAll(const QByteArray &age, const std::function<QList<Click>()> &clicks)
    {
        measure("token" + age, clicks(),
                [this](const Click &of) { return m_stores.clicks().byToken(m_workspace, of.token); });
        measure("fbclid" + age, clicks(),
                [this](const Click &of) { return m_stores.clicks().byFbclid(m_workspace, of.fbclid); });
        measure("visitor" + age, clicks(),
                [this](const Click &of) { return m_stores.clicks().byVisitor(m_workspace, of.visitorId); });
        bindAll(age, clicks());
    }

    // Clicks like `model`, of which `samples` are measured. Their keys are stored, too, as in a quiet moment.
    QList<Click> arrive(const Click &model, int samples)
    {
        core::TokenMinter minter;
        QList<Click> clicks;
        for (int number = 0; number < arrivals; ++number) {
            auto click = bench::sampleClick(minter, systemNow());
            click.poolId = model.poolId;
            click.botId = model.botId;
            clicks.append(click);
        }
        m_connection.begin();
        m_stores.clickFinder().workOff(keysAtOnce); // What a server reads at its start.
        for (const auto &click : std::as_const(clicks))
            m_stores.clicks().insert(m_workspace, click);
        m_connection.commit();
        while (m_stores.clickFinder().backlog() > 0) {
            m_connection.begin();
            m_stores.clickFinder().workOff(keysAtOnce);
            m_connection.commit();
        }
        return clicks.mid(arrivals - std::min(samples, arrivals));
    }

    void measure(const QByteArray &name, const QList<Click> &clicks,
                 const std::function<std::optional<Click>(const Click &)> &find)
    {
        static_cast<void>(find(clicks.first())); // Prepares the statement.
        Stopwatch watch;
        for (const auto &click : clicks) {
            std::optional<Click> found;
            watch.measure([&] { found = find(click); });
            if (!found || found->token != click.token)
                notFound(name.constData());
        }
        watch.print(name);
    }

    // A person of whom nothing is known yet presses Start with a click's token.
    void bind(const Click &click)
    {
        const auto now = systemNow();
        core::BotUser user;
        user.botId = click.botId;
        user.telegramUserId = now;
        user.firstName = u"Maria"_s;
        user.externalId = core::randomHexId();
        user.firstInteraction = user.lastInteraction = now;
        static_cast<void>(m_stores.users().upsert(user));
        const core::StartRow start{.botId = user.botId,
                                   .telegramUserId = user.telegramUserId,
                                   .updateId = now,
                                   .parameter = click.token.toString(),
                                   .nextEmitAt = now,
                                   .createdAt = now};
        const TokenBinding binding{
            .startId = m_stores.starts().insert(start), .rule = AttributionRule::StartToken, .click = click};
        if (!core::settleStart(m_stores, m_workspace, binding, {}, now))
            notFound("its start");
    }

    void bindAll(const QByteArray &age, const QList<Click> &clicks)
    {
        Stopwatch alone;
        for (const auto &click : clicks) {
            m_connection.begin();
            alone.measure([&] { bind(click); });
            m_connection.rollback();
        }
        alone.print("start" + age);
        const auto others = age.isEmpty() ? clicks : m_choice.clicks(commits);
        Stopwatch durable;
        for (int at = 0; at < commits; ++at) {
            durable.measure([&] {
                m_connection.begin();
                bind(others[at % others.size()]);
                m_connection.commit();
            });
        }
        durable.print("start_durable" + age);
    }

    void readFunnels()
    {
        const qint64 today = systemNow() / day;
        core::FunnelWanted month{.workspaceId = m_workspace,
                                 .fromDay = today - 29,
                                 .untilDay = today + 1,
                                 .byDay = true,
                                 .byPool = true,
                                 .byBot = true,
                                 .byCampaign = true};
        core::FunnelWanted year{
            .workspaceId = m_workspace, .fromDay = today - 365, .untilDay = today + 1, .byCampaign = true};
        for (const auto &[name, wanted] : {std::pair{"funnel_month", month}, std::pair{"funnel_year", year}}) {
            Stopwatch watch;
            for (int at = 0; at < funnels; ++at)
                watch.measure([&] { static_cast<void>(m_stores.funnel().funnel(wanted)); });
            watch.print(name);
        }
    }

    storage::Connection &m_connection;
    storage::SqlUnitOfWork m_stores;
    Choice &m_choice;
    const qint64 m_workspace;
    const int m_samples;
};

class Questions
{
public:
    Questions(core::Database &database, Choice &choice, int samples)
        : m_database(database)
        , m_choice(choice)
        , m_workspace(choice.workspace())
        , m_samples(samples)
    {
    }

    void run()
    {
        ask([this](core::ClickStore &clicks) { Lookups::warmUp(clicks, m_choice); });
        measure("token_asked",
                [this](core::ClickStore &clicks, const Click &of) { return clicks.byToken(m_workspace, of.token); });
        measure("fbclid_asked",
                [this](core::ClickStore &clicks, const Click &of) { return clicks.byFbclid(m_workspace, of.fbclid); });
        measure("visitor_asked", [this](core::ClickStore &clicks, const Click &of) {
            return clicks.byVisitor(m_workspace, of.visitorId);
        });
    }

private:
    using Find = std::function<std::optional<Click>(core::ClickStore &, const Click &)>;

    void ask(const std::function<void(core::ClickStore &)> &work)
    {
        std::promise<void> promise;
        m_database.submit([&work](core::UnitOfWork &uow) { work(uow.clicks()); },
                          [&promise](const Result<void> &) { promise.set_value(); });
        promise.get_future().wait();
    }

    void measure(const char *name, const Find &find)
    {
        Stopwatch watch;
        for (const auto &click : m_choice.clicks(m_samples)) {
            std::optional<Click> found;
            watch.measure([&] { ask([&](core::ClickStore &clicks) { found = find(clicks, click); }); });
            if (!found || found->token != click.token)
                notFound(name);
        }
        watch.print(name);
    }

    core::Database &m_database;
    Choice &m_choice;
    const qint64 m_workspace;
    const int m_samples;
};

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    if (argc != 4) {
        std::fputs("usage: bench_lookups DATABASE KEY SAMPLES\n", stderr);
        return 2;
    }
    try {
        auto box = storage::openKeyFile(QString::fromLocal8Bit(argv[2]));
        storage::DatabaseOptions options;
        options.url = storage::DatabaseUrl::parse(QString::fromLocal8Bit(argv[1])).value();
        options.secrets = std::make_shared<const storage::SecretBox>(std::move(box.value()));
        const int samples = std::max(std::atoi(argv[3]), 1);
        const storage::ConnectionOptions connected{options.url, options.secrets, systemNow, 0};
        Choice choice(connected);
        {
            storage::Connection connection(connected);
            Lookups(connection, choice, samples).run();
        }
        const auto database = storage::SqlDatabase::open(options).value();
        Questions(*database, choice, samples).run();
    } catch (const core::StorageFailure &failure) {
        std::fprintf(stderr, "%s\n", qPrintable(failure.error().message));
        return 1;
    }
    return 0;
}
