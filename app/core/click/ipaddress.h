// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>
#include <array>
#include <optional>

namespace rastro::core {

/// An IPv4 or IPv6 address as a value. IPv4 is held as ::ffff:a.b.c.d, so both forms of it are equal.
class IpAddress
{
public:
    /// Reads "203.0.113.7", "2001:db8::1", "::ffff:203.0.113.7" or "fe80::1%eth0" (the zone is dropped).
    [[nodiscard]] static std::optional<IpAddress> parse(QByteArrayView text);
    /// The same with what proxies add: "203.0.113.7:4711", "[2001:db8::1]:4711", "[2001:db8::1]".
    [[nodiscard]] static std::optional<IpAddress> parseWithPort(QByteArrayView text);

    [[nodiscard]] bool isIpv4() const;
    /// Reachable on the internet: not private, loopback, link-local, shared (RFC 6598), multicast or reserved. Blocks
    /// that are reserved for documentation count as public.
    [[nodiscard]] bool isPublic() const;
    /// Whether the first `bits` bits are those of `network`; IPv4 counts from 96.
    [[nodiscard]] bool isIn(const IpAddress &network, int bits) const;
    /// The address with all but its first `bits` bits 0. `bits` counts as the address is written: to 32 in IPv4.
    [[nodiscard]] IpAddress network(int bits) const;
    /// "203.0.113.7", or the form of RFC 5952: "2001:db8::1".
    [[nodiscard]] QString toString() const;

    friend bool operator==(const IpAddress &, const IpAddress &) = default;

private:
    std::array<quint8, 16> m_bytes{};
};

} // namespace rastro::core
