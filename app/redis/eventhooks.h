// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>
#include <QtCore/QSocketNotifier>

struct redisAsyncContext;

namespace rastro::redis {

/// Runs an asynchronous context of hiredis on the event loop of the present thread. Deletes itself when hiredis lets go
/// of it. (The adapter that hiredis ships for Qt is a header full of Qt's lower-case keywords, and lacks the context's
/// own cleanup.)
class EventHooks : public QObject
{
public:
    /// Attaches; the context has a socket, and no hooks yet.
    static void attach(redisAsyncContext *context);

private:
    explicit EventHooks(redisAsyncContext *context);
    void detach();

    redisAsyncContext *m_context;
    QSocketNotifier m_read;
    QSocketNotifier m_write;
};

} // namespace rastro::redis
