// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/unitofwork.h"
#include "server/shopfile/shopdocument.h"

namespace rastro::server {

/// Makes the workspace's shop that of the document, in the caller's transaction. Bots and pools that the document does
/// not name stay as they are; of those it names, offers and plugins that are not there are retired and disabled.
/// Returns what was changed, a sentence each: none the second time. Throws StorageFailure for what only the database
/// can judge (a slug of another workspace).
[[nodiscard]] QStringList applyShop(core::UnitOfWork &uow, const ShopDocument &document, qint64 workspaceId);

/// The workspace's shop as a document. Secrets are references: those they were given by, else {"env": "RASTRO_…"}.
[[nodiscard]] QJsonObject exportShop(const core::Shop &shop, qint64 workspaceId, const plugins::PluginCatalog &catalog);

} // namespace rastro::server
