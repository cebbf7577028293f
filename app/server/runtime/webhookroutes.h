// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/rosterholder.h"
#include "core/payment/noticedesk.h"
#include "telegram/fleet/botfleet.h"
#include "web/router.h"

namespace rastro::server {

/// POST /telegram/<route id>: judged by its secret header on the HTTP thread, answered 200 after the update is durable,
/// 503 when it could not be stored (Telegram keeps it and posts again).
[[nodiscard]] web::Router::Route telegramRoute(const core::ShopHolder &shop, telegram::BotFleet &fleet);

/// POST /pay/<gateway>/<secret>: stored raw, answered 200 after that. Who has not the secret gets 404.
[[nodiscard]] web::Router::Route noticeRoute(const core::ShopHolder &shop, core::NoticeDesk &notices);

} // namespace rastro::server
