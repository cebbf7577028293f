// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/eventhooks.h"

#include <hiredis/async.h>

namespace rastro::redis {

namespace {

EventHooks *hooks(void *data)
{
    return static_cast<EventHooks *>(data);
}

} // namespace

void EventHooks::attach(redisAsyncContext *context)
{
    auto *self = new EventHooks(context);
    context->ev.data = self;
    context->ev.addRead = [](void *data) { hooks(data)->m_read.setEnabled(true); };
    context->ev.delRead = [](void *data) { hooks(data)->m_read.setEnabled(false); };
    context->ev.addWrite = [](void *data) { hooks(data)->m_write.setEnabled(true); };
    context->ev.delWrite = [](void *data) { hooks(data)->m_write.setEnabled(false); };
    context->ev.cleanup = [](void *data) { hooks(data)->detach(); };
}

EventHooks::EventHooks(redisAsyncContext *context)
    : m_context(context)
    , m_read(context->c.fd, QSocketNotifier::Read)
    , m_write(context->c.fd, QSocketNotifier::Write)
{
    m_read.setEnabled(false);
    m_write.setEnabled(false);
    connect(&m_read, &QSocketNotifier::activated, this, [this] {
        if (m_context)
            redisAsyncHandleRead(m_context);
    });
    connect(&m_write, &QSocketNotifier::activated, this, [this] {
        if (m_context)
            redisAsyncHandleWrite(m_context);
    });
}

// hiredis closes the socket right after this, often inside of one of the slots above.
void EventHooks::detach()
{
    m_context = nullptr;
    m_read.setEnabled(false);
    m_write.setEnabled(false);
    deleteLater();
}

} // namespace rastro::redis
