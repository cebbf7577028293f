// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/foreignclick.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace rastro;
using namespace rastro::core;

namespace {

Pool pool(qint64 id, const QString &slug, qint64 workspaceId = 1)
{
    Pool pool;
    pool.id = id;
    pool.workspaceId = workspaceId;
    pool.slug = slug;
    return pool;
}

PluginSetting pixel(qint64 poolId, const QString &pixelId)
{
    return {{PluginScope::Pool, poolId}, u"meta"_s, {{u"pixel_id"_s, pixelId}}, {}, {}};
}

Shop shop()
{
    Shop shop;
    shop.pools = {pool(1, u"summer"_s), pool(2, u"winter"_s), pool(3, u"theirs"_s, 2)};
    shop.plugins = {pixel(1, u"111"_s), pixel(2, u"222"_s), pixel(3, u"333"_s)};
    Bot bot;
    bot.id = 9;
    bot.workspaceId = 1;
    shop.bots = {bot};
    return shop;
}

ForeignClick foreign()
{
    return {.click = {.token = TrackingToken::parse(u"0123456789abcdef0123456789abcdef"_s).value()}};
}

} // namespace

/// Which pool a click of another platform belongs to.
class ForeignClickTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theOperatorsWordIsFirst()
    {
        auto click = foreign();
        click.poolNumber = 70;
        click.slug = u"summer"_s;
        QCOMPARE(adopted(click, shop(), 1, AddressStorage::Full, {{70, u"winter"_s}}).poolId, 2);
        QCOMPARE(adopted(click, shop(), 1, AddressStorage::Full, {{71, u"winter"_s}}).poolId, 1);
    }

    void thenTheLandingAddressThenThePixel()
    {
        auto click = foreign();
        click.pixelId = u"222"_s;
        QCOMPARE(adopted(click, shop(), 1, AddressStorage::Full).poolId, 2);
        click.slug = u"summer"_s;
        QCOMPARE(adopted(click, shop(), 1, AddressStorage::Full).poolId, 1);
    }

    void aPixelOfTwoPoolsTellsNothing()
    {
        auto twice = shop();
        twice.plugins.append(pixel(1, u"222"_s));
        auto click = foreign();
        click.pixelId = u"222"_s;
        QCOMPARE(adopted(click, twice, 1, AddressStorage::Full).poolId, 0);
    }

    void anotherWorkspacesPoolIsNone()
    {
        auto click = foreign();
        click.slug = u"theirs"_s;
        click.pixelId = u"333"_s;
        click.poolNumber = 5;
        QCOMPARE(adopted(click, shop(), 1, AddressStorage::Full, {{5, u"theirs"_s}}).poolId, 0);
    }

    void theNumbersOfTheOtherPlatformAreNotOurs()
    {
        auto click = foreign();
        click.poolNumber = 1;
        QCOMPARE(adopted(click, shop(), 1, AddressStorage::Full).poolId, 0);
    }

    void ofTheAddressRemainsWhatIsStored()
    {
        auto click = foreign();
        click.click.clientIp = u"203.0.113.7"_s;
        QCOMPARE(adopted(click, shop(), 1, AddressStorage::Full).clientIp, u"203.0.113.7"_s);
        QCOMPARE(adopted(click, shop(), 1, AddressStorage::Truncated).clientIp, u"203.0.113.0"_s);
        QCOMPARE(adopted(click, shop(), 1, AddressStorage::None).clientIp, QString());
    }

    void ourOwnClickKeepsItsPoolAndBot()
    {
        auto click = foreign();
        click.isOwn = true;
        click.click.poolId = 2;
        click.click.botId = 9;
        QCOMPARE(adopted(click, shop(), 1, AddressStorage::Full).poolId, 2);
        QCOMPARE(adopted(click, shop(), 1, AddressStorage::Full).botId, 9);
        click.click.poolId = 3;
        click.click.botId = 10;
        QCOMPARE(adopted(click, shop(), 1, AddressStorage::Full).poolId, 0);
        QCOMPARE(adopted(click, shop(), 1, AddressStorage::Full).botId, 0);
    }
};

QTEST_GUILESS_MAIN(ForeignClickTest)
#include "tst_foreignclick.moc"
