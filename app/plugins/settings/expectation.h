// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QJsonObject>
#include <QtCore/QStringList>
#include <optional>

namespace rastro::plugins {

/// What a schema wants, in words: "a text that matches ^[0-9]+$", "one of auto, website, chat". Pure, as all below.
[[nodiscard]] QString expectation(const QJsonObject &schema);

/// A sentence about the first key of `settings` that is missing or unknown, at any depth; nothing if there is none.
[[nodiscard]] std::optional<QString> misfittingKey(const QJsonObject &schema, const QJsonObject &settings,
                                                   const QString &path);

/// A sentence about the value that `steps` lead to: its path and what it must be.
[[nodiscard]] QString violationSentence(const QJsonObject &schema, const QStringList &steps, const QString &path);

} // namespace rastro::plugins
