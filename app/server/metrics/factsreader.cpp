// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/metrics/factsreader.h"

#include "server/metrics/factsworker.h"

using namespace Qt::StringLiterals;

namespace rastro::server {

FactsReader::FactsReader(const ServerOptions &options, QObject *parent)
    : QObject(parent)
    , m_worker(new FactsWorker(options))
{
    m_thread.setObjectName(u"metrics"_s);
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start(QThread::LowPriority);
}

FactsReader::~FactsReader()
{
    m_thread.quit();
    m_thread.wait();
}

void FactsReader::ask(std::shared_ptr<const core::Shop> shop, Micros now)
{
    QMetaObject::invokeMethod(m_worker, [this, worker = m_worker, shop = std::move(shop), now] {
        const auto facts = worker->read(*shop, now);
        QMetaObject::invokeMethod(this, [this, facts] {
            if (facts)
                Q_EMIT read(*facts);
            else
                Q_EMIT failed(facts.error());
        });
    });
}

} // namespace rastro::server
