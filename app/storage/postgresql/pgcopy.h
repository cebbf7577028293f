// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/session.h"

namespace rastro::storage {

class PgSession;

/// Rows by COPY … FROM STDIN: one statement for all of them, which are sent while more are added.
/// https://www.postgresql.org/docs/15/sql-copy.html, "Text Format".
class PgCopy final : public RowWriter
{
public:
    /// `text`: the COPY statement.
    PgCopy(PgSession &session, QString name, const QString &text);

    void addNull() override;
    void add(qint64 value) override;
    void add(QStringView value) override;
    void addBytes(QByteArrayView value) override;
    void endRow() override;
    void finish() override;

private:
    void separate();
    void send();

    PgSession &m_session;
    const QString m_name;
    const QByteArray m_text;
    QByteArray m_rows;
    bool m_isUnderWay = false;
    bool m_isFirst = true; // Of its row.
};

} // namespace rastro::storage
