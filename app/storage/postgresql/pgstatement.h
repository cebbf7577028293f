// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/postgresql/pgresult.h"
#include "storage/session.h"

#include <string>
#include <vector>

namespace rastro::storage {

class PgSession;

/// A statement prepared on a PostgreSQL server; prepared again by itself on a new connection. A text cannot hold the
/// character U+0000 there: U+FFFD is stored in its place.
class PgStatement final : public PreparedStatement
{
public:
    PgStatement(PgSession &session, QString name, const QString &text);

    void bindNull(int place) override;
    void bindInteger(int place, qint64 value) override;
    void bindText(int place, QStringView value) override;
    void bindBytes(int place, QByteArrayView value) override;

    [[nodiscard]] bool execute() override;
    [[nodiscard]] bool next() override;
    [[nodiscard]] int changedRows() const override;
    void reset() noexcept override;

    [[nodiscard]] int columnCount() const override;
    [[nodiscard]] QByteArray columnName(int column) const override;
    [[nodiscard]] qint64 integer(int column) const override;
    [[nodiscard]] QString text(int column) const override;
    [[nodiscard]] QByteArray bytes(int column) const override;
    [[nodiscard]] bool isNull(int column) const override;

private:
    struct Value
    {
        std::string bytes;
        bool isNull = true;
        bool isBinary = false; // In the type's own form, not as text.
    };

    void prepare();
    Value &at(int place);
    [[nodiscard]] QByteArrayView field(int column) const;

    PgSession &m_session;
    const QString m_name;
    const QByteArray m_text;
    QByteArray m_serverName;
    quint64 m_preparedOn = 0;
    std::vector<Value> m_values;
    PgResult m_result;
    int m_row = 0;
};

} // namespace rastro::storage
