// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <rastro/trackingtoken.h>

namespace rastro::tracking {

/// What a start parameter (https://core.telegram.org/bots/features#deep-linking) says about its click.
struct StartData
{
    std::optional<TrackingToken> token;
    QString fbclid;
};

/// Reads a start parameter; anybody can type anything there. Pure. Forms, in this order:
///   <token>                  as the redirect makes it
///   <token>__px_<digits>     as links of the origin platform have it
///   t<base64url JSON>        its older links: a token under "tracking_token", "tt" or "token", an fbclid under
///                            "fbclid" or "f"
///   <fbclid>                 bare: at least 20 characters, and not one of the above nor "tracking_…"
/// Anything else says nothing.
[[nodiscard]] StartData parseStartData(const QString &parameter);

} // namespace rastro::tracking
