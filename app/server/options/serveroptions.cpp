// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/options/serveroptions.h"

#include "core/click/clientaddress.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFileInfo>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

Result<void> readListen(const QString &text, ServerOptions &options)
{
    const auto colon = text.lastIndexOf(u':');
    bool isNumber = false;
    const auto port = text.mid(colon + 1).toUShort(&isNumber);
    auto host = text.left(colon);
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.mid(1, host.size() - 2);
    if (host == u"localhost")
        host = u"127.0.0.1"_s;
    if (colon < 0 || !isNumber || !options.listenAddress.setAddress(host))
        return failure(
            u"options.listen"_s,
            u"--listen: “%1” is not ADDRESS:PORT. Write for example 127.0.0.1:8080 or [::1]:8080."_s.arg(text));
    options.listenPort = port;
    return {};
}

Result<QUrl> readUrl(const QString &option, const QString &text)
{
    QUrl url(text, QUrl::StrictMode);
    const bool http = url.scheme() == u"http" || url.scheme() == u"https";
    if (!url.isValid() || !http || url.host().isEmpty() || url.hasQuery() || url.hasFragment())
        return failure(u"options."_s + option, u"--%1: “%2” is not an address such as https://shop.example."_s.arg(
                                                   QString(option).replace(u'_', u'-'), text));
    auto path = url.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path);
    return url;
}

Result<void> readPublicUrls(const QString &text, ServerOptions &options)
{
    QList<QUrl> urls;
    for (const QString &part : text.split(u',', Qt::SkipEmptyParts)) {
        const auto url = readUrl(u"public_url"_s, part.trimmed());
        if (!url)
            return tl::unexpected<Error>(url.error());
        if (!urls.contains(*url))
            urls.append(*url);
    }
    if (urls.isEmpty())
        return {};
    options.publicUrl = urls.takeFirst();
    options.morePublicUrls = urls;
    return {};
}

Result<int> readCount(const QString &option, const QString &text, int most)
{
    bool isNumber = false;
    const int count = text.toInt(&isNumber);
    if (!isNumber || count < 1 || count > most)
        return failure(u"options."_s + option, u"--%1: “%2” is not a whole number from 1 to %3."_s
                                                   .arg(QString(option).replace(u'_', u'-'), text)
                                                   .arg(most));
    return count;
}

Result<void> readHealth(const OptionTexts &texts, ServerOptions &options)
{
    constexpr int hour = 3600;
    const auto interval = readCount(u"health_interval"_s, texts.healthInterval, hour);
    const auto failures = readCount(u"health_failures"_s, texts.healthFailures, 1000);
    const auto pause = readCount(u"health_pause"_s, texts.healthPause, hour);
    for (const auto &read : {interval, failures, pause}) {
        if (!read)
            return tl::unexpected<Error>(read.error());
    }
    options.health.interval = std::chrono::seconds(*interval);
    options.health.failures = *failures;
    options.health.pause = std::chrono::seconds(*pause);
    return {};
}

Result<void> readPrivacy(const OptionTexts &texts, ServerOptions &options)
{
    constexpr int mostDays = 36'500;
    auto &plan = options.retention;
    for (const auto &[name, text, days] : {std::tuple{u"keep_clicks_days"_s, texts.keepClicks, &plan.clicks},
                                           std::tuple{u"keep_updates_days"_s, texts.keepUpdates, &plan.updates},
                                           std::tuple{u"keep_trail_days"_s, texts.keepTrail, &plan.trail},
                                           std::tuple{u"keep_notices_days"_s, texts.keepNotices, &plan.notices},
                                           std::tuple{u"keep_sent_days"_s, texts.keepSent, &plan.sent}}) {
        bool isNumber = false;
        *days = text.toInt(&isNumber);
        if (!isNumber || *days < 0 || *days > mostDays)
            return failure(u"options."_s + name, u"--%1: “%2” is not a number of days from 1 to %3, or 0 for ever."_s
                                                     .arg(QString(name).replace(u'_', u'-'), text)
                                                     .arg(mostDays));
    }
    if (texts.ipStorage == u"truncated")
        options.addresses = core::AddressStorage::Truncated;
    else if (texts.ipStorage == u"none")
        options.addresses = core::AddressStorage::None;
    else if (texts.ipStorage != u"full")
        return failure(u"options.ip_storage"_s,
                       u"--ip-storage: “%1” is none of full, truncated and none."_s.arg(texts.ipStorage));
    return {};
}

Result<void> readSpoolLimit(const OptionTexts &texts, ServerOptions &options)
{
    constexpr int mostMegabytes = 100'000;
    constexpr qint64 megabyte = 1'000'000;
    const auto megabytes = readCount(u"spool_limit"_s, texts.spoolLimit, mostMegabytes);
    if (!megabytes)
        return tl::unexpected<Error>(megabytes.error());
    options.spoolBytes = *megabytes * megabyte;
    return {};
}

QString hostFor(const QHostAddress &address)
{
    // A wildcard is reached on the loopback of its family.
    if (address == QHostAddress::AnyIPv4 || address == QHostAddress::Any)
        return u"127.0.0.1"_s;
    if (address == QHostAddress::AnyIPv6)
        return u"::1"_s;
    return address.toString();
}

Result<void> readRedis(const OptionTexts &texts, ServerOptions &options)
{
    if (!texts.redis.isEmpty()) {
        const auto url = redis::RedisUrl::parse(texts.redis);
        if (!url)
            return tl::unexpected<Error>(url.error());
        options.redis = *url;
    }
    constexpr int mostHours = 24 * 366;
    const int hours = texts.redisTtl.toInt();
    if (hours < 1 || hours > mostHours)
        return failure(
            u"options.redis_ttl"_s,
            u"--redis-ttl: “%1” is not a number of hours from 1 to %2."_s.arg(texts.redisTtl).arg(mostHours));
    options.redisTtl = std::chrono::hours(hours);
    options.adoptClicks = texts.adoptClicks == u"yes";
    if (!options.adoptClicks && texts.adoptClicks != u"no")
        return failure(u"options.adopt_clicks"_s,
                       u"--adopt-clicks: “%1” is neither yes nor no."_s.arg(texts.adoptClicks));
    if (options.adoptClicks && !options.redis)
        return failure(u"options.adopt_clicks"_s,
                       u"--adopt-clicks: give --redis too: the Redis of the platform that the clicks come from."_s);
    return {};
}

QStringList parts(const QString &text, QChar separator)
{
    QStringList result;
    for (const QString &part : text.split(separator, Qt::SkipEmptyParts))
        result.append(part.trimmed());
    return result;
}

Result<void> readNetworks(const OptionTexts &texts, ServerOptions &options)
{
    options.trustedProxies = parts(texts.trustedProxies, u',');
    options.metricsFrom = texts.metricsFrom == u"none" ? QStringList() : parts(texts.metricsFrom, u',');
    for (const auto &[name, list] :
         {std::pair{u"trusted_proxies"_s, options.trustedProxies}, std::pair{u"metrics_from"_s, options.metricsFrom}}) {
        if (const auto read = core::TrustedProxies::parse(list); !read)
            return failure(u"options."_s + name,
                           u"--%1: "_s.arg(QString(name).replace(u'_', u'-')) + read.error().message);
    }
    return {};
}

Result<void> readPlugins(const OptionTexts &texts, ServerOptions &options)
{
    const QStringList more = parts(texts.plugins, u':');
    for (const QString &folder : more) {
        if (!QFileInfo(folder).isDir())
            return failure(u"options.plugins"_s, u"--plugins: there is no folder “%1”."_s.arg(folder));
    }
    options.pluginFolders = QStringList{installedPluginFolder()} + more;
    return {};
}

} // namespace

QString installedPluginFolder()
{
    return QDir::cleanPath(QCoreApplication::applicationDirPath() + u"/../lib/rastro/plugins"_s);
}

QString listenText(const ServerOptions &options)
{
    const bool isV6 = options.listenAddress.protocol() == QAbstractSocket::IPv6Protocol;
    return (isV6 ? u"[%1]:%2"_s : u"%1:%2"_s).arg(options.listenAddress.toString()).arg(options.listenPort);
}

void setPort(ServerOptions &options, quint16 port)
{
    const bool publicIsLocal = options.publicUrl == options.localUrl;
    options.listenPort = port;
    options.localUrl.setPort(port);
    if (publicIsLocal)
        options.publicUrl = options.localUrl;
}

Result<ServerOptions> judgeOptions(const OptionTexts &texts)
{
    ServerOptions options;
    if (const auto listen = readListen(texts.listen, options); !listen)
        return tl::unexpected<Error>(listen.error());
    options.localUrl.setScheme(u"http"_s);
    options.localUrl.setHost(hostFor(options.listenAddress));
    options.localUrl.setPort(options.listenPort);
    options.publicUrl = options.localUrl;
    if (const auto urls = readPublicUrls(texts.publicUrl, options); !urls)
        return tl::unexpected<Error>(urls.error());
    if (const auto health = readHealth(texts, options); !health)
        return tl::unexpected<Error>(health.error());
    if (const auto privacy = readPrivacy(texts, options); !privacy)
        return tl::unexpected<Error>(privacy.error());
    if (const auto spool = readSpoolLimit(texts, options); !spool)
        return tl::unexpected<Error>(spool.error());
    const auto api = readUrl(u"telegram_api"_s, texts.telegramApi);
    const auto link = readUrl(u"telegram_link"_s, texts.telegramLink);
    if (!api || !link)
        return tl::unexpected<Error>(!api ? api.error() : link.error());
    options.telegramApi = *api;
    options.telegramLink = *link;
    options.dataFolder = QDir(texts.data).absolutePath();
    options.databaseUrl =
        texts.database.isEmpty() ? u"sqlite:"_s + options.dataFolder + u"/rastro.db"_s : texts.database;
    options.metricsTokenFile = texts.metricsTokenFile;
    for (const auto read : {readNetworks, readPlugins, readRedis}) {
        if (const auto done = read(texts, options); !done)
            return tl::unexpected<Error>(done.error());
    }
    options.keyFile = texts.key.isEmpty() ? options.dataFolder + u"/rastro.key"_s : texts.key;
    return options;
}

} // namespace rastro::server
