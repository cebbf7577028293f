// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/foreignclick.h"

#include <optional>

namespace rastro::redis {

// The origin platform's form of a click in Redis: `tracking:{token}` holds a JSON object, `tracking:fbclid:{fbclid}`
// the token. Rastro writes the same keys and fields, and a few more that make a click whole again.

[[nodiscard]] QByteArray clickKey(const TrackingToken &token);
[[nodiscard]] QByteArray fbclidKey(const QString &fbclid);

[[nodiscard]] QByteArray writeClick(qint64 workspaceId, const Click &click);

/// Reads what the origin platform or Rastro wrote; fields may be missing. `firstSeenMs` is taken where the payload does
/// not say when the click was. Nothing if it is no JSON object.
///
/// What is not of the right form is left out: an fbp or fbc that is none, an address that is none. fbc is kept if a
/// browser had made it for this fbclid, else made from the fbclid, as for any click.
[[nodiscard]] std::optional<core::ForeignClick> readClick(const TrackingToken &token, const QByteArray &payload,
                                                          qint64 firstSeenMs);

/// The payload with these browser ids where it has none; nothing if that changes nothing.
[[nodiscard]] std::optional<QByteArray> withBrowserIds(const QByteArray &payload, const QString &fbp,
                                                       const QString &fbc);

} // namespace rastro::redis
