// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpresponse.h"
#include "web/pagetemplates.h"

namespace rastro::web {

/// Why a visitor does not get what the link promised.
enum class Unavailable {
    UnknownLink,      ///< 404: no pool has this slug.
    PausedLink,       ///< 503: the pool is switched off.
    NoBot,            ///< 503: no bot of the pool can take anybody now; the page tries again by itself.
    UnknownDelivery,  ///< 404: unknown, expired or withdrawn.
    UnopenedDelivery, ///< 404: /delivery without the cookie that /delivery/<token> sets.
    Trouble,          ///< 503: ours, passing.
    NotFound,         ///< 404: no such page.
    MethodNotAllowed  ///< 405.
};

/// What the page offers instead. What is empty or no link is not shown.
struct WayOn
{
    QString fallbackUrl; ///< Where the pool's operator sends people meanwhile.
    QString retryUrl;    ///< The same address again, with all that the ad put into it; a path of ours.
    QString contactUrl;  ///< A person to ask.
};

/// A page that says so in the reader's words, with a way on.
[[nodiscard]] http::HttpResponse unavailablePage(const PageTemplates &pages, Unavailable why, Language language,
                                                 const WayOn &wayOn = {});

} // namespace rastro::web
