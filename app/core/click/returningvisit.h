// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/poolchoice.h"

namespace rastro::core {

/// Name of the first-party cookie that holds the username of the bot a visitor was led to; set for one pool's path.
inline constexpr char LedToCookie[] = "rb";
/// Name of the cookie that says that this visitor's click is stored, and waits for a bot of this pool.
inline constexpr char WaitingCookie[] = "rw";

/// In a sticky pool, the bot for a visitor who was here before: that of the `rb` cookie if it can take visitors in this
/// pool now, else one that the fbclid, else the `rv` cookie, always gives. Nothing for a visitor who brings none of
/// them, and in a pool that is not sticky. `cookies` and `query` as they came. Pure; asks no database.
[[nodiscard]] std::optional<qint64> returningBot(const PoolChoice &choice, const QByteArray &cookies,
                                                 const QByteArray &query);

} // namespace rastro::core
