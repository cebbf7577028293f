// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/metrics/tablefacts.h"
#include "server/options/serveroptions.h"

#include <QtCore/QThread>
#include <memory>

namespace rastro::server {

class FactsWorker;

/// Reads the tables for the metrics on a thread and a connection of its own: whoever writes waits for nothing, however
/// long it takes. Core thread only.
class FactsReader : public QObject
{
    Q_OBJECT

public:
    /// For a process that has the database open. Connects when first asked.
    explicit FactsReader(const ServerOptions &options, QObject *parent = nullptr);
    /// Waits for a read that is under way.
    ~FactsReader() override;

    /// Answers with read() or failed().
    void ask(std::shared_ptr<const core::Shop> shop, Micros now);

Q_SIGNALS:
    void read(const rastro::server::TableFacts &facts);
    void failed(const rastro::Error &error);

private:
    QThread m_thread;
    FactsWorker *m_worker; ///< On the thread; deleted when it ends.
};

} // namespace rastro::server
