// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <optional>

struct redisReply;

namespace rastro::redis {

/// What Redis answered to one command, as a value. An error reply is an Error instead.
struct Reply
{
    std::optional<QByteArray> text; ///< A string or a status; none: nil.
    qint64 number = 0;              ///< An integer.
    QList<Reply> items;             ///< An array.
};

/// Reads a reply of hiredis; null: the connection was lost ("redis.lost", Retry).
[[nodiscard]] Result<Reply> readReply(const redisReply *reply);

/// The error for an error reply ("WRONGPASS invalid username-password pair"), as a sentence with a remedy.
[[nodiscard]] Error errorOf(const QByteArray &text);

} // namespace rastro::redis
