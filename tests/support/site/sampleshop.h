// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/shop/shop.h"

namespace rastro::testing {

/// A shop with two bots (7 and 8) and the pools "summer" (bridge), "direct", "paused" and "tired" (no bot can take
/// anybody).
[[nodiscard]] inline core::Shop sampleShop()
{
    using namespace Qt::StringLiterals;
    core::Shop shop;
    core::Bot aurora;
    aurora.id = 7;
    aurora.username = u"aurora_clube_bot"_s;
    aurora.name = u"Aurora Clube"_s;
    core::Bot other = aurora;
    other.id = 8;
    other.username = u"outro_bot"_s;
    other.name = u"Outro"_s;
    shop.bots = {aurora, other};

    core::Pool summer;
    summer.id = 1;
    summer.workspaceId = 3;
    summer.slug = u"summer"_s;
    summer.bots = {{7}};
    core::Pool direct = summer;
    direct.id = 2;
    direct.slug = u"direct"_s;
    direct.mode = u"direct"_s;
    direct.bots = {{7}, {8}};
    core::Pool paused = summer;
    paused.id = 4;
    paused.slug = u"paused"_s;
    paused.active = false;
    paused.fallbackUrl = u"https://shop.example/elsewhere"_s;
    core::Pool tired = summer;
    tired.id = 5;
    tired.slug = u"tired"_s;
    tired.bots.first().status = u"offline"_s;
    tired.fallbackUrl = u"https://shop.example/elsewhere"_s;
    shop.pools = {summer, direct, paused, tired};
    return shop;
}

} // namespace rastro::testing
