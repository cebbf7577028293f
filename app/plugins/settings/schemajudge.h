// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QJsonObject>
#include <optional>

namespace rastro::plugins {

/// Is this a settings schema as SettingsSchema describes it? Nothing if so, else a sentence that names the place in the
/// schema ("settings.properties.port") and what would be right. Pure.
[[nodiscard]] std::optional<QString> judgeSchema(const QJsonObject &schema);

} // namespace rastro::plugins
