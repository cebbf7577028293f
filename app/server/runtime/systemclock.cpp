// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/runtime/systemclock.h"

#include <QtCore/QTimer>

namespace rastro::server {

Micros SystemClock::now() const
{
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

void SystemClock::after(std::chrono::milliseconds delay, QObject *context, std::function<void()> then)
{
    QTimer::singleShot(delay, context, std::move(then));
}

} // namespace rastro::server
