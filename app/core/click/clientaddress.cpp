// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/clientaddress.h"

#include <algorithm>

namespace rastro::core {

using namespace Qt::StringLiterals;

namespace {

tl::unexpected<Error> malformed(const QString &entry)
{
    return failure(
        u"proxies.malformed"_s,
        u"“%1” is neither an address nor a network. Write for example 203.0.113.7 or 2001:db8::/32."_s.arg(entry));
}

/// The rightmost entry that no trusted proxy has. An unreadable entry ends the search: nothing left of it is vouched
/// for.
std::optional<IpAddress> forwardedFor(QByteArrayView entries, const TrustedProxies &trusted)
{
    while (!entries.isEmpty()) {
        const qsizetype comma = entries.lastIndexOf(',');
        const auto address = IpAddress::parseWithPort(entries.sliced(comma + 1));
        if (!address || !trusted.contains(*address))
            return address;
        entries = comma < 0 ? QByteArrayView() : entries.first(comma);
    }
    return std::nullopt;
}

std::optional<IpAddress> visitor(const AddressHints &hints, const TrustedProxies &trusted)
{
    const auto peer = IpAddress::parse(hints.peer);
    if (!peer || !trusted.contains(*peer))
        return peer;
    for (const QByteArrayView header : {hints.cfConnectingIpv6, hints.cfConnectingIp}) {
        if (const auto address = IpAddress::parse(header.trimmed()); address && address->isPublic())
            return address;
    }
    return forwardedFor(hints.xForwardedFor, trusted);
}

} // namespace

Result<TrustedProxies> TrustedProxies::parse(const QStringList &entries)
{
    TrustedProxies proxies;
    for (const QString &entry : entries) {
        const QStringList parts = entry.trimmed().split(u'/');
        const auto address = IpAddress::parse(parts.first().toLatin1());
        if (!address || parts.size() > 2)
            return malformed(entry);
        const int offset = address->isIpv4() ? 96 : 0;
        bool isNumber = true;
        const int bits = parts.size() == 2 ? parts.last().toInt(&isNumber) + offset : 128;
        if (!isNumber || bits < offset || bits > 128)
            return malformed(entry);
        proxies.m_networks.append({*address, bits});
    }
    return proxies;
}

bool TrustedProxies::contains(const IpAddress &address) const
{
    return std::any_of(m_networks.begin(), m_networks.end(),
                       [&](const Network &network) { return address.isIn(network.address, network.bits); });
}

QString clientAddress(const AddressHints &hints, const TrustedProxies &trusted, const QList<IpAddress> &own)
{
    const auto address = visitor(hints, trusted);
    return address && address->isPublic() && !own.contains(*address) ? address->toString() : QString();
}

} // namespace rastro::core
