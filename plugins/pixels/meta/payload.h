// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings.h"

#include <QtCore/QJsonObject>

/// What is sent to Meta (Conversions API, "Server event parameters", "Customer information parameters", "Custom data
/// parameters", "Main body parameters"). Pure functions. A value that is not known leaves its field out: nothing is
/// made up, and nothing empty is hashed.
namespace rastro::meta {

/// One element of `data`. `now` bounds event_time, which is never in the future.
[[nodiscard]] QJsonObject serverEvent(const ConversionEvent &event, const Settings &settings, Micros now);

/// The whole body: `data`, `access_token` (in the body, since addresses end up in logs), and as set `test_event_code`
/// and `appsecret_proof` = hex(HMAC-SHA256(key app secret, message access token)).
[[nodiscard]] QByteArray requestBody(const QList<QJsonObject> &events, const Settings &settings);

} // namespace rastro::meta
