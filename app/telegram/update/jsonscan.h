// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

namespace rastro::telegram {

/// Walks over JSON text without building values: finds where a value ends, so that its bytes can be kept as they came.
/// A view: `text` must outlive it. Positions are bytes. Never recurses, never reads past the end.
class JsonScan
{
public:
    explicit JsonScan(QByteArrayView text)
        : m_text(text)
    {
    }

    /// Steps over white space and then over `wanted` if it is there.
    bool take(char wanted);

    /// The raw bytes of the value that starts here, and steps over it; empty (and stays) if it is cut off or missing.
    [[nodiscard]] QByteArrayView takeValue();

    [[nodiscard]] bool atEnd();
    /// What was not stepped over yet.
    [[nodiscard]] QByteArrayView rest() const { return m_text.sliced(m_at); }

private:
    void skipSpace();
    [[nodiscard]] qsizetype endOfString(qsizetype from) const;
    [[nodiscard]] qsizetype endOfNested(qsizetype from) const;
    [[nodiscard]] qsizetype endOfScalar(qsizetype from) const;

    QByteArrayView m_text;
    qsizetype m_at = 0;
};

} // namespace rastro::telegram
