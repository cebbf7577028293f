// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>
#include <functional>

namespace rastro::core {

/// What one node may have changed, for the others to look at.
enum class ChangeTopic {
    Shop,       ///< What an operator configures.
    Messages,   ///< The outbox of messages.
    Conversions ///< The outbox of events.
};

/// Tells the other nodes at once what they would find by themselves a little later. A notice may be lost, come late or
/// twice, and stand for many changes: it is a reason to look, never the news itself.
class ChangeNotices
{
public:
    using Heard = std::function<void(ChangeTopic)>;

    virtual ~ChangeNotices() = default;

    /// Tells the others; who announces does not hear it. Thread-safe, does not block.
    virtual void announce(ChangeTopic topic) = 0;
    /// Calls `heard` on the thread of `context` while it lives; every topic once when notices may have been missed. One
    /// listener; call it on that thread.
    virtual void listen(QObject *context, Heard heard) = 0;
};

} // namespace rastro::core
