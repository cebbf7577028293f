// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/shopseals.h"

#include "core/ports/unitofwork.h"

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

// The key of a bot, not its row id: that is not known yet when a new row is sealed.
SealedPlace placeOf(QLatin1StringView column, const core::Bot &bot)
{
    return {"bots"_L1, column, u"%1/%2"_s.arg(bot.workspaceId).arg(bot.key)};
}

SealedPlace placeOf(QLatin1StringView column, const core::PluginSetting &setting)
{
    const auto kind = setting.scope.kind == core::PluginScope::Pool ? u"pool"_s : u"bot"_s;
    return {"plugin_settings"_L1, column, u"%1/%2/%3"_s.arg(kind).arg(setting.scope.id).arg(setting.pluginId)};
}

} // namespace

QByteArray ShopSeals::sealBot(QLatin1StringView column, const core::Bot &bot, const QString &secret) const
{
    return m_box.seal(placeOf(column, bot), secret.toUtf8());
}

QString ShopSeals::openBot(QLatin1StringView column, const core::Bot &bot, const QByteArray &sealed) const
{
    return QString::fromUtf8(open(placeOf(column, bot), sealed));
}

QByteArray ShopSeals::sealPlugin(QLatin1StringView column, const core::PluginSetting &setting,
                                 const QByteArray &secret) const
{
    return m_box.seal(placeOf(column, setting), secret);
}

QByteArray ShopSeals::openPlugin(QLatin1StringView column, const core::PluginSetting &setting,
                                 const QByteArray &sealed) const
{
    return open(placeOf(column, setting), sealed);
}

QByteArray ShopSeals::digest(const QString &secret) const
{
    return secret.isEmpty() ? QByteArray() : m_box.digest(secret.toUtf8());
}

QByteArray ShopSeals::open(const SealedPlace &place, const QByteArray &sealed) const
{
    auto opened = m_box.open(place, sealed);
    if (!opened)
        throw core::StorageFailure(opened.error());
    return *std::move(opened);
}

} // namespace rastro::storage
