// SPDX-License-Identifier: GPL-3.0-or-later
#include "nodes/shopchange.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;

namespace rastro::test {

namespace {

// The shop with a second pool, whose page has the bot's pixel where the bot has one.
QByteArray withSecondPool(const OutsideWorld &world, bool hasPixel)
{
    auto shop = QJsonDocument::fromJson(world.shopFile()).object();
    auto pools = shop[u"pools"_s].toArray();
    auto pool = pools[0].toObject();
    pool[u"slug"_s] = u"second"_s;
    pool[u"mode"_s] = u"bridge"_s;
    pools.append(pool);
    shop[u"pools"_s] = pools;
    if (!hasPixel) {
        auto bot = shop[u"bots"_s][0].toObject();
        auto plugins = bot[u"plugins"_s].toObject();
        plugins.remove(u"meta"_s);
        bot[u"plugins"_s] = plugins;
        shop[u"bots"_s] = QJsonArray{bot};
    }
    return QJsonDocument(shop).toJson();
}

bool showsPixel(const HttpAnswer &page)
{
    return page.status == 200 && page.body.contains(OutsideWorld::PixelId);
}

bool showsNoPixel(const HttpAnswer &page)
{
    return page.status == 200 && !page.body.contains(OutsideWorld::PixelId);
}

bool isSwitchedOff(const HttpAnswer &page)
{
    return page.status == 503;
}

QString revision(const Cluster &cluster)
{
    return cluster.database().peek(u"SELECT value FROM settings WHERE name = 'shop.revision'"_s).toString();
}

} // namespace

QList<ShopChange> shopChanges(const OutsideWorld &world)
{
    const QStringList apply{u"apply"_s, u"-"_s};
    return {
        {"a new pool", apply, withSecondPool(world, true), showsPixel},
        {"a pool switched off", {u"pools"_s, u"disable"_s, u"second"_s}, {}, isSwitchedOff},
        {"a pool switched on", {u"pools"_s, u"enable"_s, u"second"_s}, {}, showsPixel},
        {"a plugin disabled", apply, withSecondPool(world, false), showsNoPixel},
        {"a plugin enabled", apply, withSecondPool(world, true), showsPixel},
    };
}

std::optional<std::chrono::milliseconds> timeUntilLive(Cluster &cluster, const Node &beside, const ShopChange &change)
{
    const auto before = revision(cluster);
    const auto command = beside.server.command(change.command, change.input);
    const auto isOnAllNodes = cluster.askingAll(u"/go/second"_s, change.isLive);
    QElapsedTimer sinceCommit;
    const bool isLive = cluster.wait([&] {
        if (!sinceCommit.isValid() && revision(cluster) != before)
            sinceCommit.start();
        return isOnAllNodes() && sinceCommit.isValid();
    });
    const std::chrono::milliseconds took(sinceCommit.isValid() ? sinceCommit.elapsed() : 0);
    const bool isDone = cluster.wait([&] { return command->state() == QProcess::NotRunning; });
    if (!isLive || !isDone || command->exitCode() != 0) {
        qWarning("%s: %s", change.name.constData(), command->readAllStandardError().constData());
        return {};
    }
    return took;
}

std::optional<std::chrono::milliseconds> medianTimeUntilLive(Cluster &cluster)
{
    QList<std::chrono::milliseconds> times;
    const auto changes = shopChanges(cluster.world());
    for (qsizetype i = 0; i < changes.size(); ++i) {
        const auto &beside = cluster.nodes()[static_cast<size_t>(i) % cluster.nodes().size()];
        const auto took = timeUntilLive(cluster, *beside, changes[i]);
        if (!took)
            return {};
        qInfo("%s: live on all nodes after %lld ms", changes[i].name.constData(),
              static_cast<long long>(took->count()));
        times.append(*took);
    }
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

} // namespace rastro::test
