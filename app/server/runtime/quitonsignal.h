// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QSocketNotifier>
#include <memory>

namespace rastro::server {

/// While it lives, SIGINT and SIGTERM end the event loop in order. A second one ends the process at once.
class QuitOnSignal
{
public:
    QuitOnSignal();
    ~QuitOnSignal();
    Q_DISABLE_COPY_MOVE(QuitOnSignal)

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace rastro::server
