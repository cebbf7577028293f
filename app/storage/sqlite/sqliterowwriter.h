// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/session.h"

namespace rastro::storage {

/// Rows by one INSERT each: within a transaction SQLite knows nothing faster.
class SqliteRowWriter final : public RowWriter
{
public:
    explicit SqliteRowWriter(std::unique_ptr<PreparedStatement> insert)
        : m_insert(std::move(insert))
    {
    }

    void addNull() override { m_insert->bindNull(m_place++); }
    void add(qint64 value) override { m_insert->bindInteger(m_place++, value); }
    void add(QStringView value) override { m_insert->bindText(m_place++, value); }
    void addBytes(QByteArrayView value) override { m_insert->bindBytes(m_place++, value); }
    void endRow() override
    {
        m_place = 0;
        const Reset reset{*m_insert};
        [[maybe_unused]] const bool hasRow = m_insert->execute();
    }
    void finish() override {}

private:
    struct Reset
    {
        PreparedStatement &statement;
        ~Reset() { statement.reset(); }
    };

    std::unique_ptr<PreparedStatement> m_insert;
    int m_place = 0;
};

} // namespace rastro::storage
