// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpresponse.h"
#include "rastro/click.h"
#include "web/pagetemplates.h"
#include "web/websnapshot.h"

namespace rastro::web {

/// The page between the ad and the chat: shows where it leads, lets the pixel have its moment, then opens Telegram by
/// itself. The button is a plain link, so it works without JavaScript too.
[[nodiscard]] http::HttpResponse bridgePage(const PageTemplates &pages, const WebSnapshot &snapshot,
                                            const core::Pool &pool, const Click &click, Language language);

} // namespace rastro::web
