// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/unitofwork.h"

namespace rastro::core {

/// Whose data: one Telegram user, on one bot of the workspace or (botId 0) on all.
struct PersonScope
{
    qint64 workspaceId = 0;
    qint64 telegramUserId = 0;
    qint64 botId = 0;
};

/// Everything stored about the person: {"telegram_user_id": …, "bots": [{"bot": key, …tables}]}. No bots: nothing is
/// known. In the caller's transaction, as all below.
[[nodiscard]] QJsonObject exportPerson(UnitOfWork &uow, const PersonScope &scope);
/// What copies of the person's clicks beside the database are known by.
struct PersonClicks
{
    QList<Click> clicks;
    QList<TrackingToken> unstored; ///< These have no click here (yet).
};
[[nodiscard]] PersonClicks clicksOfPerson(UnitOfWork &uow, const PersonScope &scope);
/// Notes what the person's clicks are known by, so that none of them comes back that is still on its way: in a
/// transaction of its own, before the next one.
void noteErasure(UnitOfWork &uow, const PersonScope &scope, Micros now);
/// Erases what identifies the person and notes it in the trail. Gives the number of bots that knew the person; those
/// where it was erased before and nothing has come since are among them and stay as they are.
[[nodiscard]] int erasePerson(UnitOfWork &uow, const PersonScope &scope, Micros now);

} // namespace rastro::core
