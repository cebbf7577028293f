// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/conversionevent.h"

#include <QtCore/QJsonObject>
#include <QtCore/QUrl>

namespace rastro::meta {

/// Setting `action_source`.
enum class ActionSourceRule {
    Auto,    ///< website where Meta accepts it, else chat.
    Website, ///< The same: an event without browser and page would be refused as website.
    Chat     ///< Always chat.
};

/// This plugin's settings, as plugin.json.in describes them.
struct Settings
{
    QString pixelId;
    QString accessToken;
    QString appSecret;          ///< Empty: requests are not signed.
    QString testEventCode;      ///< Empty: no test.
    QString apiVersion;         ///< "v25.0"
    QString defaultCountryCode; ///< "55"; empty: none.
    QUrl baseUrl;               ///< Conversions API.
    QUrl scriptUrl;             ///< fbevents.js
    QUrl imageBaseUrl;          ///< Where fbevents.js reports to.
    ActionSourceRule actionSource = ActionSourceRule::Auto;
    bool requiresConsent = false; ///< Nothing is reported of people who did not say that they agree.
    QList<EventName> events;      ///< Those that are switched on.

    /// Reads settings that the host has validated. Error "meta.insecure_url": base_url or script_url is plain http to
    /// another machine, which would send the access token, or fetch code, in the clear.
    [[nodiscard]] static Result<Settings> read(const QJsonObject &json);

    /// {base_url}/{api_version}/{pixel_id}/events. Never holds the token.
    [[nodiscard]] QUrl eventsUrl() const;
    /// {image_base_url}/tr: where the pixel's script reports to.
    [[nodiscard]] QUrl reportUrl() const;
};

/// The text without this installation's secrets: Meta's messages may repeat the access token that it refuses.
[[nodiscard]] QString redacted(QString text, const Settings &settings);

} // namespace rastro::meta
