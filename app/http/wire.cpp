// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/wire.h"

#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace rastro::http {

namespace {

Wire::Transfer transferred(ssize_t size, Wire::Outcome whenZero)
{
    if (size > 0)
        return {Wire::Outcome::Done, qsizetype(size)};
    if (size == 0)
        return {whenZero, 0};
    const bool later = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    return {later ? Wire::Outcome::WouldBlock : Wire::Outcome::Broken, 0};
}

} // namespace

Wire::Wire(int descriptor)
    : m_descriptor(descriptor)
{
    ::fcntl(m_descriptor, F_SETFL, ::fcntl(m_descriptor, F_GETFL) | O_NONBLOCK);
    const int on = 1;
    ::setsockopt(m_descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Wire::~Wire()
{
    close();
}

Wire::Transfer Wire::read(std::span<char> into)
{
    return transferred(::recv(m_descriptor, into.data(), into.size(), 0), Outcome::Ended);
}

Wire::Transfer Wire::write(QByteArrayView bytes)
{
    return transferred(::send(m_descriptor, bytes.data(), size_t(bytes.size()), MSG_NOSIGNAL), Outcome::WouldBlock);
}

void Wire::finish()
{
    ::shutdown(m_descriptor, SHUT_WR);
}

void Wire::close()
{
    if (m_descriptor >= 0)
        ::close(std::exchange(m_descriptor, -1));
}

} // namespace rastro::http
