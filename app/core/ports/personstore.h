// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/click.h"

#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <optional>

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
    /// Tokens that were bound to the person, or that the person came to a bot with. Not every one has a click here.
    [[nodiscard]] virtual QList<TrackingToken> tokensOf(const PersonKey &person) = 0;
    /// Clicks of these tokens, and those that the same browser made.
    [[nodiscard]] virtual QList<Click> clicksOf(const PersonKey &person) = 0;
    /// Takes away all that identifies the person: the clicks keep when, where and which campaign, payments what is owed
    /// to bookkeeping. Erasing again changes nothing.
    virtual void erase(const PersonKey &person, const QList<Click> &clicks, Micros now) = 0;

    /// Notes what the person's clicks are known by, also those that are not stored yet: their tokens, and the visitors
    /// of `clicks`. In a transaction of its own before that of the erasure: what is stored late by then is seen by the
    /// erasure, and what comes later sees this.
    virtual void noteErasure(const PersonKey &person, const QList<Click> &clicks, Micros now) = 0;
    /// Before erasedAt(), in a transaction that stores clicks late: an erasure that is noted meanwhile comes after it.
    virtual void meetErasures(qint64 workspaceId) = 0;
    /// When the person was erased whose click this is: one that the person came to a bot with, or that the person's
    /// browser had made by then. None: nobody's.
    [[nodiscard]] virtual std::optional<Micros> erasedAt(qint64 workspaceId, const Click &click) = 0;
    /// This click, which is bound to nobody, holds nothing that identifies a person any more.
    virtual void markErased(const TrackingToken &token, Micros at) = 0;
};

} // namespace rastro::core
