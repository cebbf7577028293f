// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/pluginroster.h"
#include "core/shop/shop.h"

#include <mutex>

namespace rastro::core {

/// The present value of something immutable that is replaced as a whole. Thread-safe.
template <class T>
class Holder
{
public:
    Holder()
        : m_value(std::make_shared<const T>())
    {
    }

    [[nodiscard]] std::shared_ptr<const T> get() const
    {
        const std::lock_guard lock(m_mutex);
        return m_value;
    }
    void set(T value)
    {
        auto next = std::make_shared<const T>(std::move(value));
        const std::lock_guard lock(m_mutex);
        m_value = std::move(next);
    }

private:
    mutable std::mutex m_mutex;
    std::shared_ptr<const T> m_value;
};

using RosterHolder = Holder<PluginRoster>;
using ShopHolder = Holder<Shop>;

} // namespace rastro::core
