// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QSet>
#include <QtCore/QString>
#include <QtCore/QUrl>
#include <QtNetwork/QHostAddress>

namespace rastro::http {

/// Which addresses Rastro may connect to. Judged when a socket is opened, after the name was resolved, so that a name
/// that points into the operator's own network (SSRF, DNS rebinding) leads nowhere. A value; no I/O, any thread.
class AddressPolicy
{
public:
    /// Lets every request to this origin (scheme, host, port) connect wherever the name leads: for URLs that an
    /// operator has set himself, such as a local Bot API server, a plugin's base_url, or the demo's stand-ins.
    void allowOrigin(const QUrl &url);

    /// True if `url` has an origin that was allowed by name.
    [[nodiscard]] bool allowsOrigin(const QUrl &url) const;

    /// True if a request to `url` may connect to `address`: the origin is allowed, or the address is a public one.
    [[nodiscard]] bool permits(const QUrl &url, const QHostAddress &address) const;

    /// False for loopback, private, link-local, shared (CGNAT), multicast, documentation and reserved addresses, and
    /// for every form of IPv6 that carries an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo).
    [[nodiscard]] static bool isPublic(const QHostAddress &address);

private:
    QSet<QString> m_origins;
};

/// "https://host:port", in lower case and always with its port: what error messages may show of a URL, because paths
/// and queries carry secrets (a bot's token).
[[nodiscard]] QString originOf(const QUrl &url);

} // namespace rastro::http
