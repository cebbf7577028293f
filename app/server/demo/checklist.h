// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QStringList>

namespace rastro::server {

/// Checks with a tick or a cross, and what was found where it was not as it should be. A plain value.
class Checklist
{
public:
    /// Starts a group.
    void title(const QString &text);
    /// `found` is shown when it does not hold.
    void that(const QString &what, bool holds, const QString &found = {});
    /// Not empty and byte for byte the same.
    void same(const QString &what, const QString &found, const QString &expected);

    [[nodiscard]] int passed() const { return m_passed; }
    [[nodiscard]] int failed() const { return m_failed; }
    /// For people: titles and checks, in order.
    [[nodiscard]] const QStringList &lines() const { return m_lines; }
    /// "12 passed, 0 failed".
    [[nodiscard]] QString summary() const;

private:
    QStringList m_lines;
    int m_passed = 0;
    int m_failed = 0;
};

} // namespace rastro::server
