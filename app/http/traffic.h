// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QtGlobal>
#include <atomic>

namespace rastro::http {

/// What a server counts. Written on its thread, read on any; monotone except openConnections.
struct Traffic
{
    std::atomic<qint64> openConnections{0}; ///< Now, those that are saying goodbye included.
    std::atomic<qint64> requests{0};        ///< Handed to the handler.
    std::atomic<qint64> refused{0};         ///< Connections over the cap, and requests that broke a rule or a limit.
};

} // namespace rastro::http
