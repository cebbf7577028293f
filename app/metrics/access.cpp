// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/access.h"

#include <QtCore/QCryptographicHash>
#include <algorithm>
#include <array>

namespace rastro::metrics {

namespace {

constexpr std::array proxyHeaders{"Forwarded",         "X-Forwarded-For",    "X-Forwarded-Host",
                                  "X-Forwarded-Proto", "X-Real-IP",          "Via",
                                  "CF-Connecting-IP",  "CF-Connecting-IPv6", "True-Client-IP"};

QByteArray hashOf(const QByteArray &token)
{
    return QCryptographicHash::hash(token, QCryptographicHash::Sha256);
}

// "127.0.0.1:8080", "[::1]:8080", "localhost".
bool isOfThisMachine(const QByteArray &host)
{
    const auto name = QByteArray(host).toLower();
    return name == "localhost" || name.startsWith("localhost:") || core::IpAddress::parseWithPort(host).has_value();
}

} // namespace

Access::Access(core::TrustedProxies from, core::TrustedProxies proxies, const QByteArray &token)
    : m_from(std::move(from))
    , m_proxies(std::move(proxies))
    , m_tokenHash(token.isEmpty() ? QByteArray() : hashOf(token))
{
}

bool Access::admits(const http::HttpRequest &request) const
{
    return bearsToken(request) || asksDirectly(request);
}

bool Access::bearsToken(const http::HttpRequest &request) const
{
    const auto credentials = request.headers.value("Authorization");
    const QByteArrayView scheme("Bearer ");
    return !m_tokenHash.isEmpty() && http::equalsIgnoringCase(credentials.left(scheme.size()), scheme) &&
           hashOf(credentials.mid(scheme.size()).trimmed()) == m_tokenHash;
}

bool Access::asksDirectly(const http::HttpRequest &request) const
{
    const auto peer = core::IpAddress::parse(request.peer);
    if (!peer || !m_from.contains(*peer) || m_proxies.contains(*peer))
        return false;
    const bool isPassedOn = std::any_of(proxyHeaders.begin(), proxyHeaders.end(),
                                        [&](const char *name) { return request.headers.contains(name); });
    return !isPassedOn && (!request.isOfLoopback() || isOfThisMachine(request.headers.value("Host")));
}

} // namespace rastro::metrics
