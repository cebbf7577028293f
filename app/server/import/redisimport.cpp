// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/import/redisimport.h"

#include "redis/clickpayload.h"
#include "server/runtime/store.h"

#include <array>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

constexpr std::array otherKeys{"fbclid:", "chat:", "last_token:", "payment:"};
constexpr auto dryRunCode = "import.dry_run";

using Tally = std::array<qint64, 4>; // By core::TakenOver.

Tally takeOverAll(core::UnitOfWork &uow, qint64 workspaceId, const QList<Click> &clicks, Micros now)
{
    Tally tally{};
    for (const Click &click : clicks)
        ++tally.at(static_cast<std::size_t>(core::takeOver(uow, workspaceId, click, u"Redis by an import"_s, now)));
    return tally;
}

} // namespace

QJsonObject RedisImportCounts::toJson() const
{
    return {{u"keys"_s, keys},       {u"new"_s, fresh},           {u"completed"_s, completed},
            {u"known"_s, known},     {u"elsewhere"_s, elsewhere}, {u"without_pool"_s, withoutPool},
            {u"refused"_s, refused}, {u"malformed"_s, malformed}, {u"expired"_s, expired},
            {u"other"_s, other}};
}

RedisImport::RedisImport(redis::RedisDialogue &redis, core::Database &database, RedisImportOptions options, Micros now)
    : m_redis(redis)
    , m_database(database)
    , m_options(std::move(options))
    , m_now(now)
{
}

Result<RedisImportCounts> RedisImport::run(const Progress &progress)
{
    if (const auto shop = readShop(); !shop)
        return tl::unexpected<Error>(shop.error());
    QByteArray cursor = "0";
    do {
        const auto page = m_redis.ask({"SCAN", cursor, "MATCH", "tracking:*", "COUNT", "500"});
        if (!page)
            return tl::unexpected<Error>(page.error());
        cursor = page->items.value(0).text.value_or("0");
        const auto clicks = read(tokensAmong(page->items.value(1).items));
        if (!clicks)
            return tl::unexpected<Error>(clicks.error());
        if (const auto stored = store(*clicks); !stored)
            return tl::unexpected<Error>(stored.error());
        progress(m_counts);
    } while (cursor != "0");
    return m_counts;
}

Result<void> RedisImport::readShop()
{
    struct Read
    {
        core::Shop shop;
        qint64 workspaceId = 0;
    };
    auto read = wait<Read>(m_database, [](core::UnitOfWork &uow) {
        return Read{uow.shop().load(), uow.shop().workspace(u"default"_s)};
    });
    if (!read)
        return tl::unexpected<Error>(read.error());
    m_shop = std::move(read->shop);
    m_workspaceId = read->workspaceId;
    for (const QString &slug : m_options.pools) {
        const core::Pool *pool = m_shop.poolBySlug(slug);
        if (!pool || pool->workspaceId != m_workspaceId)
            return failure(u"options.pool"_s,
                           u"--pool: there is no pool “%1” here. Apply a shop file that has it first."_s.arg(slug));
    }
    return {};
}

QList<RedisImport::Found> RedisImport::tokensAmong(const QList<redis::Reply> &keys)
{
    QList<Found> found;
    for (const redis::Reply &item : keys) {
        ++m_counts.keys;
        const auto key = item.text.value_or(QByteArray());
        auto name = key.mid(key.indexOf(':') + 1);
        if (std::any_of(otherKeys.begin(), otherKeys.end(),
                        [&](const char *prefix) { return name.startsWith(prefix); })) {
            ++m_counts.other;
            continue;
        }
        if (name.startsWith("token:"))
            name = name.mid(name.indexOf(':') + 1);
        const auto token = TrackingToken::parse(QString::fromUtf8(name));
        const auto digits = QByteArray::fromHex(name);
        if (!token)
            ++m_counts.refused;
        else if (m_seen.contains(digits))
            ++m_counts.other;
        else
            found.append({*token, key});
        if (token)
            m_seen.insert(digits);
    }
    return found;
}

Result<QList<Click>> RedisImport::read(const QList<Found> &found)
{
    QList<redis::Command> questions;
    for (const Found &one : found)
        questions += {{"GET", one.key}, {"PTTL", one.key}};
    QList<Click> clicks;
    const auto replies = questions.isEmpty() ? QList<Result<redis::Reply>>() : m_redis.askAll(questions);
    for (qsizetype i = 0; i < found.size(); ++i) {
        const auto &payload = replies[2 * i];
        const auto &remaining = replies[2 * i + 1];
        if (!payload && payload.error().kind == ErrorClass::Retry)
            return tl::unexpected<Error>(payload.error());
        if (payload && !payload->text) {
            ++m_counts.expired;
            continue;
        }
        // A value that is no string (WRONGTYPE) is malformed, too.
        const auto foreign =
            payload ? redis::readClick(found[i].token, *payload->text, firstSeenMs(remaining ? remaining->number : 0))
                    : std::nullopt;
        if (foreign)
            clicks.append(core::adopted(*foreign, m_shop, m_workspaceId, m_options.addresses, m_options.pools));
        else
            ++m_counts.malformed;
    }
    return clicks;
}

// The origin platform gives a click its whole life when it happens.
qint64 RedisImport::firstSeenMs(qint64 remainingMs) const
{
    const qint64 whole = std::chrono::milliseconds(m_options.lifetime).count();
    const qint64 age = remainingMs > 0 && remainingMs <= whole ? whole - remainingMs : 0;
    return m_now / 1000 - age;
}

Result<void> RedisImport::store(const QList<Click> &clicks)
{
    if (clicks.isEmpty())
        return {};
    auto tally = std::make_shared<Tally>();
    const auto stored = wait<bool>(
        m_database, [=, dryRun = m_options.dryRun, workspace = m_workspaceId, now = m_now](core::UnitOfWork &uow) {
            *tally = takeOverAll(uow, workspace, clicks, now);
            if (dryRun) // Undone, so that the counts are those that it would have.
                throw core::StorageFailure({.code = QLatin1StringView(dryRunCode)});
            return true;
        });
    if (!stored && stored.error().code != QLatin1StringView(dryRunCode))
        return tl::unexpected<Error>(stored.error());
    const auto count = [&](core::TakenOver what) { return tally->at(static_cast<std::size_t>(what)); };
    m_counts.fresh += count(core::TakenOver::New);
    m_counts.completed += count(core::TakenOver::Completed);
    m_counts.known += count(core::TakenOver::Known);
    m_counts.elsewhere += count(core::TakenOver::Elsewhere);
    m_counts.withoutPool +=
        std::count_if(clicks.begin(), clicks.end(), [](const Click &click) { return click.poolId == 0; });
    return {};
}

} // namespace rastro::server
