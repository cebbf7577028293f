// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/metrics/tablefacts.h"
#include "server/options/serveroptions.h"
#include "storage/reader.h"

#include <QtCore/QObject>

namespace rastro::server {

/// The part of a FactsReader that lives on its thread. A connection that failed is made anew the next time.
class FactsWorker : public QObject
{
    Q_OBJECT

public:
    explicit FactsWorker(ServerOptions options);

    [[nodiscard]] Result<TableFacts> read(const core::Shop &shop, Micros now);

private:
    [[nodiscard]] Result<void> readCounts(TableFacts &facts);

    const ServerOptions m_options;
    std::unique_ptr<storage::Reader> m_reader;
};

} // namespace rastro::server
