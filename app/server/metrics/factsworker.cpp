// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/metrics/factsworker.h"

#include "server/runtime/store.h"

using namespace Qt::StringLiterals;

namespace rastro::server {

FactsWorker::FactsWorker(ServerOptions options)
    : m_options(std::move(options))
{
}

Result<TableFacts> FactsWorker::read(const core::Shop &shop, Micros now)
{
    if (!m_reader) {
        auto opened = openReaderBeside(m_options);
        if (!opened)
            return tl::unexpected<Error>(opened.error());
        m_reader = std::move(*opened);
    }
    auto facts = m_reader->read([&](core::UnitOfWork &uow) { return readTableFacts(uow, shop, now); });
    if (const Result<void> all = facts ? readCounts(*facts) : tl::unexpected<Error>(facts.error()); !all) {
        m_reader.reset();
        return tl::unexpected<Error>(all.error());
    }
    return facts;
}

Result<void> FactsWorker::readCounts(TableFacts &facts)
{
    for (const auto &[subject, counts] : {std::pair{u"bind_rules"_s, &facts.bindRules},
                                          {u"start_outcomes"_s, &facts.startOutcomes},
                                          {u"payment_statuses"_s, &facts.paymentStatuses}}) {
        auto read = m_reader->counted(subject);
        if (!read)
            return tl::unexpected<Error>(read.error());
        *counts = std::move(*read);
    }
    return {};
}

} // namespace rastro::server
