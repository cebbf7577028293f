// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/family.h"

namespace rastro::metrics {

Family::Family(Kind kind, const char *name, const char *help)
    : m_kind(kind)
    , m_name(name)
    , m_help(help)
{
}

Family &Family::add(const core::Histogram &value, const Labels &labels)
{
    m_samples.push_back({labels, value});
    return *this;
}

} // namespace rastro::metrics
