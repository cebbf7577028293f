// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/sheet.h"

#include <limits>
#include <prometheus/text_serializer.h>
#include <sstream>

namespace rastro::metrics {

namespace {

prometheus::MetricType typeOf(Kind kind)
{
    switch (kind) {
    case Kind::Counter:
        return prometheus::MetricType::Counter;
    case Kind::Gauge:
        return prometheus::MetricType::Gauge;
    case Kind::Histogram:
        break;
    }
    return prometheus::MetricType::Histogram;
}

// Prometheus counts each bucket with all below it.
prometheus::ClientMetric::Histogram histogramOf(const core::Histogram &values)
{
    prometheus::ClientMetric::Histogram histogram;
    histogram.sample_count = values.total();
    histogram.sample_sum = values.sum();
    std::uint64_t below = 0;
    for (std::size_t at = 0; at < values.counts().size(); ++at) {
        below += values.counts()[at];
        const bool isLast = at == values.bounds().size();
        histogram.bucket.push_back({below, isLast ? std::numeric_limits<double>::infinity() : values.bounds()[at]});
    }
    return histogram;
}

prometheus::ClientMetric metricOf(const Family &family, const Family::Sample &sample)
{
    prometheus::ClientMetric metric;
    for (const auto &[name, value] : sample.labels)
        metric.label.push_back({name, value.toStdString()});
    if (const auto *histogram = std::get_if<core::Histogram>(&sample.value))
        metric.histogram = histogramOf(*histogram);
    else if (family.kind() == Kind::Counter)
        metric.counter.value = std::get<double>(sample.value);
    else
        metric.gauge.value = std::get<double>(sample.value);
    return metric;
}

} // namespace

QByteArray Sheet::text() const
{
    std::vector<prometheus::MetricFamily> families;
    for (const Family &family : m_families) {
        auto &added = families.emplace_back();
        added.name = family.name();
        added.help = family.help();
        added.type = typeOf(family.kind());
        for (const auto &sample : family.samples())
            added.metric.push_back(metricOf(family, sample));
    }
    std::ostringstream out;
    prometheus::TextSerializer().Serialize(out, families);
    return QByteArray::fromStdString(out.str());
}

} // namespace rastro::metrics
