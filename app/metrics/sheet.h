// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/family.h"

#include <QtCore/QByteArray>
#include <deque>

namespace rastro::metrics {

/// All metrics at one moment. A family without a sample is on it too: its name is known before anything happens.
class Sheet
{
public:
    /// What `text()` is.
    static constexpr const char *ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// Names and help live as long as the program. Each name once. The reference is good while the sheet lives.
    Family &counter(const char *name, const char *help) { return m_families.emplace_back(Kind::Counter, name, help); }
    Family &gauge(const char *name, const char *help) { return m_families.emplace_back(Kind::Gauge, name, help); }
    Family &histogram(const char *name, const char *help)
    {
        return m_families.emplace_back(Kind::Histogram, name, help);
    }

    [[nodiscard]] const std::deque<Family> &families() const { return m_families; }
    /// In Prometheus's text format, 0.0.4.
    [[nodiscard]] QByteArray text() const;

private:
    std::deque<Family> m_families;
};

} // namespace rastro::metrics
