// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/reader.h"

#include "storage/columns.h"

namespace rastro::storage {

Reader::Reader(ConnectionOptions options)
    : m_connection(std::move(options))
    , m_stores(m_connection)
    , m_counted(m_connection, QLatin1StringView("health.counted"))
{
}

Result<std::unique_ptr<Reader>> Reader::open(const DatabaseOptions &options)
{
    try {
        return std::unique_ptr<Reader>(new Reader({options.url, options.secrets, {}, 0}));
    } catch (const core::StorageFailure &failure) {
        return tl::unexpected<Error>(failure.error());
    }
}

Result<QMap<QString, qint64>> Reader::counted(const QString &subject)
{
    try {
        m_counted.bind(QLatin1StringView("subject"), subject);
        return readCounts(m_counted);
    } catch (const core::StorageFailure &failure) {
        return tl::unexpected<Error>(failure.error());
    }
}

} // namespace rastro::storage
