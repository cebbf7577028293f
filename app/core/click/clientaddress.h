// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/ipaddress.h"
#include "rastro/result.h"

#include <QtCore/QList>
#include <QtCore/QStringList>

namespace rastro::core {

/// The reverse proxies whose word on a visitor's address is taken: single addresses and CIDR blocks, IPv4 and IPv6.
class TrustedProxies
{
public:
    /// Each entry is "203.0.113.7" or "2001:db8::/32". Error "proxies.malformed" names the entry that is neither.
    [[nodiscard]] static Result<TrustedProxies> parse(const QStringList &entries);

    [[nodiscard]] bool contains(const IpAddress &address) const;

private:
    struct Network
    {
        IpAddress address;
        int bits = 128;
    };
    QList<Network> m_networks;
};

/// What a request says about where it comes from: views into it, but for what is joined. Header values as they came;
/// empty when not sent.
struct AddressHints
{
    QByteArrayView peer;             ///< The other end of the socket, without a port.
    QByteArrayView cfConnectingIpv6; ///< CF-Connecting-IPv6: Cloudflare's, when it maps IPv6 visitors to class E.
    QByteArrayView cfConnectingIp;   ///< CF-Connecting-IP.
    QByteArray xForwardedFor;        ///< X-Forwarded-For; several fields are joined with ", ".
};

/// The visitor's address, or nothing where it cannot be known: a proxy's address, a private one or one of `own` (the
/// server's) is never passed off as the visitor's.
///
/// The headers count only when the peer is trusted: CF-Connecting-IPv6, then CF-Connecting-IP, then the rightmost entry
/// of X-Forwarded-For that is not a trusted proxy (those further left were written by whoever asks). A proxy that is
/// not behind Cloudflare must therefore drop CF-* headers that it receives.
[[nodiscard]] QString clientAddress(const AddressHints &hints, const TrustedProxies &trusted,
                                    const QList<IpAddress> &own = {});

} // namespace rastro::core
