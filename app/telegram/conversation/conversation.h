// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/pluginroster.h"
#include "core/ports/unitofwork.h"
#include "core/ports/wording.h"
#include "telegram/update/update.h"

namespace rastro::telegram {

/// What one update does: everything inside one transaction, messages as rows of the outbox, so that handling it and
/// marking it handled are one. A value of immutable facts; used on a storage thread.
class Conversation
{
public:
    Conversation(core::ShopPtr shop, core::PluginRosterPtr roster, const core::Wording &wording, Micros now);

    /// Returns one sentence on what was done, for the inbox. Never fails on what a person sent, only with
    /// StorageFailure.
    QString handle(core::UnitOfWork &uow, const core::UpdateRow &row) const;

private:
    struct Scene
    {
        core::UnitOfWork &uow;
        const core::Bot &bot;
        const Update &update;
        core::BotUser user;
    };

    [[nodiscard]] core::BotUser enter(core::UnitOfWork &uow, const core::Bot &bot, const Update &update) const;
    QString onStart(Scene &scene) const;
    QString onText(Scene &scene) const;
    QString onButton(Scene &scene) const;
    QString onMembership(core::UnitOfWork &uow, const core::Bot &bot, const Update &update) const;
    QString buy(Scene &scene, const core::Button &button) const;
    QString checkPayment(Scene &scene, const core::Button &button) const;
    QString refuseButton(Scene &scene, const QString &outcome) const;
    void welcome(Scene &scene) const;
    [[nodiscard]] QList<core::Wording::OfferButton> offerButtons(Scene &scene) const;
    void say(Scene &scene, core::MessageRow message, const QString &key, const QString &purpose) const;
    void answer(Scene &scene, bool understood) const;

    core::ShopPtr m_shop;
    core::PluginRosterPtr m_roster;
    const core::Wording &m_wording;
    Micros m_now;
};

} // namespace rastro::telegram
