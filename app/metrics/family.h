// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tally/histogram.h"

#include <QtCore/QList>
#include <QtCore/QString>
#include <variant>
#include <vector>

namespace rastro::metrics {

/// Names and values: {{"bot", "shop"}, …}. Values are few and known: never what a visitor sent.
using Labels = QList<std::pair<const char *, QString>>;

enum class Kind {
    Counter,  ///< Only grows; the name ends in _total.
    Gauge,    ///< As it is now.
    Histogram ///< How large values were.
};

/// One metric with all its samples.
class Family
{
public:
    struct Sample
    {
        Labels labels;
        std::variant<double, core::Histogram> value;
    };

    Family(Kind kind, const char *name, const char *help);

    /// For counters and gauges.
    template <class Number>
    Family &add(Number value, const Labels &labels = {})
    {
        m_samples.push_back({labels, static_cast<double>(value)});
        return *this;
    }
    /// For histograms.
    Family &add(const core::Histogram &value, const Labels &labels = {});

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] const char *name() const { return m_name; }
    [[nodiscard]] const char *help() const { return m_help; }
    [[nodiscard]] const std::vector<Sample> &samples() const { return m_samples; }

private:
    Kind m_kind;
    const char *m_name;
    const char *m_help;
    std::vector<Sample> m_samples;
};

} // namespace rastro::metrics
