// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/click.h"

#include <QtCore/QJsonObject>
#include <QtCore/QList>

namespace rastro::core {

/// One person on one bot.
struct PersonKey
{
    qint64 workspaceId = 0;
    qint64 botId = 0;
    qint64 telegramUserId = 0;
};

/// What copies beside the database are known by.
struct ErasedClick
{
    TrackingToken token;
    QString fbclid;
};

/// Everything that is stored about one person, wherever it lies.
class PersonStore
{
public:
    virtual ~PersonStore() = default;

    /// By table: {"bot_users": [{…}], "clicks": […], …}, columns as they are stored, without what belongs to the shop.
    /// Empty if nothing is known.
    [[nodiscard]] virtual QJsonObject everythingAbout(const PersonKey &person) = 0;
    /// Clicks that were bound to the person, and those that the same browser made.
    [[nodiscard]] virtual QList<Click> clicksOf(const PersonKey &person) = 0;
    /// Takes away all that identifies the person: the clicks keep when, where and which campaign, payments what is owed
    /// to bookkeeping. Erasing again changes nothing.
    virtual void erase(const PersonKey &person, const QList<Click> &clicks, Micros now) = 0;
};

} // namespace rastro::core
