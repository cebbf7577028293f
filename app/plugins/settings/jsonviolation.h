// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QJsonObject>
#include <QtCore/QStringList>
#include <optional>

namespace rastro::plugins {

/// The innermost place where `document` breaks `schema` (JSON Schema, draft 7): the keys and indices that lead there,
/// empty for the document itself. Nothing if the document is valid. Pure.
[[nodiscard]] std::optional<QStringList> firstViolation(const QJsonObject &schema, const QJsonObject &document);

} // namespace rastro::plugins
