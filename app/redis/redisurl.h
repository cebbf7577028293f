// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/result.h"

#include <QtCore/QString>

namespace rastro::redis {

/// Where a Redis is and how to log in: `redis://[user:password@]host[:port][/db]` or
/// `unix://[user:password@]/path/of/socket[?db=N]`. User and password are percent-encoded where they hold `:/@?#%`.
struct RedisUrl
{
    QString host;        ///< Empty: a Unix socket.
    quint16 port = 6379; ///< Of a host.
    QString path;        ///< Of a Unix socket.
    QString user;        ///< Empty: the default user.
    QString password;    ///< Empty: none. Never logged.
    int database = 0;    ///< SELECT.

    /// Error "options.redis" names what is wrong, never the password.
    [[nodiscard]] static Result<RedisUrl> parse(const QString &text);

    /// For logs and findings: without the password.
    [[nodiscard]] QString toString() const;
};

} // namespace rastro::redis
