// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/result.h"

#include <QtCore/QJsonObject>

namespace rastro::server {

/// Checks a document against a JSON Schema (draft 7, without references). The error ("shop.invalid") is one sentence:
/// the value's path in the document ("bots[0].offers[1].price") and what must stand there. Never the value: it may be a
/// secret.
[[nodiscard]] Result<void> checkDocument(const QJsonObject &schema, const QJsonObject &document);

/// An error at a place of the document.
[[nodiscard]] tl::unexpected<Error> wrongAt(const QString &path, const QString &sentence);

} // namespace rastro::server
