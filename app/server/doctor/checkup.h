// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/unitofwork.h"
#include "plugins/catalog/plugincatalog.h"
#include "server/doctor/finding.h"
#include "server/options/serveroptions.h"

namespace rastro::server {

/// What waits in the queues, read in one transaction.
struct QueueCounts
{
    QMap<QString, qint64> conversions;
    QMap<QString, qint64> messages;
    QList<core::NoticeRow> orphans;
    QList<core::NoticeRow> refused;
};

[[nodiscard]] QueueCounts countQueues(core::UnitOfWork &uow);

// The checks, each a pure function of what it looks at.
[[nodiscard]] QList<Finding> checkPlugins(const plugins::PluginCatalog &catalog);
[[nodiscard]] QList<Finding> checkAddresses(const ServerOptions &options, const core::Shop &shop);
[[nodiscard]] QList<Finding> checkBots(const core::Shop &shop, const plugins::PluginCatalog &catalog);
[[nodiscard]] QList<Finding> checkPools(const core::Shop &shop);
[[nodiscard]] QList<Finding> checkQueues(const QueueCounts &counts);

} // namespace rastro::server
