// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <rastro/botcontext.h>

namespace rastro::gateway {

/// The plugin's settings, read once per instance. Their meaning and defaults are in plugin.json.in.
struct GatewaySettings
{
    QUrl baseUrl; ///< Without a slash at its end. The host's own bank if the setting is empty.
    QByteArray apiKey;
    QByteArray webhookSecret;
    qint64 expiresInSeconds = 1800;
    QString merchantName;
    QString merchantCity;

    /// Error: "sandbox.base_url".
    [[nodiscard]] static Result<GatewaySettings> read(const BotContext &bot);
};

} // namespace rastro::gateway
