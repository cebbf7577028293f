// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QtGlobal>
#include <vector>

namespace rastro::core {

/// Counts values by size. A value; one thread at a time.
class Histogram
{
public:
    Histogram() = default;
    /// `bounds` ascend; a value counts at the first bound that is not less than it, or beyond the last.
    explicit Histogram(std::vector<double> bounds);

    void add(double value);

    [[nodiscard]] const std::vector<double> &bounds() const { return m_bounds; }
    /// How many values fell to each bound, and one more number for those beyond the last. Not cumulative.
    [[nodiscard]] const std::vector<quint64> &counts() const { return m_counts; }
    [[nodiscard]] quint64 total() const { return m_total; }
    [[nodiscard]] double sum() const { return m_sum; }

private:
    std::vector<double> m_bounds;
    std::vector<quint64> m_counts{0};
    quint64 m_total = 0;
    double m_sum = 0;
};

/// Bounds for how many share something: 1, 2, 4, … 1024.
[[nodiscard]] std::vector<double> batchBounds();
/// Bounds in seconds for what a disk does: 0.1 ms to 2.5 s.
[[nodiscard]] std::vector<double> commitBounds();
/// Bounds in seconds for what another server answers: 10 ms to 30 s.
[[nodiscard]] std::vector<double> callBounds();

} // namespace rastro::core
