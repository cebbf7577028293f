// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/readiness.h"

#include <algorithm>
#include <unistd.h>

namespace rastro::http {

Readiness::Readiness()
    : m_descriptor(::epoll_create1(EPOLL_CLOEXEC))
{
}

Readiness::~Readiness()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

bool Readiness::add(int descriptor, quint32 events, void *key)
{
    epoll_event event{events, {key}};
    return ::epoll_ctl(m_descriptor, EPOLL_CTL_ADD, descriptor, &event) == 0;
}

void Readiness::change(int descriptor, quint32 events, void *key)
{
    epoll_event event{events, {key}};
    ::epoll_ctl(m_descriptor, EPOLL_CTL_MOD, descriptor, &event);
}

void Readiness::remove(int descriptor)
{
    ::epoll_ctl(m_descriptor, EPOLL_CTL_DEL, descriptor, nullptr);
}

std::span<epoll_event> Readiness::poll(std::span<epoll_event> room)
{
    const int count = ::epoll_wait(m_descriptor, room.data(), int(room.size()), 0);
    return room.first(size_t(std::max(count, 0)));
}

} // namespace rastro::http
