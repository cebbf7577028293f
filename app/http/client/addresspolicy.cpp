// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/client/addresspolicy.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace rastro::http {

namespace {

struct Block
{
    QHostAddress net;
    int bits;
};

// IANA special-purpose address registries (RFC 6890 and its updates): what is not globally reachable.
const std::array<Block, 15> &closedBlocks4()
{
    static const std::array<Block, 15> blocks = {{
        {QHostAddress(u"0.0.0.0"_s), 8},
        {QHostAddress(u"10.0.0.0"_s), 8},
        {QHostAddress(u"100.64.0.0"_s), 10},
        {QHostAddress(u"127.0.0.0"_s), 8},
        {QHostAddress(u"169.254.0.0"_s), 16},
        {QHostAddress(u"172.16.0.0"_s), 12},
        {QHostAddress(u"192.0.0.0"_s), 24},
        {QHostAddress(u"192.0.2.0"_s), 24},
        {QHostAddress(u"192.88.99.0"_s), 24},
        {QHostAddress(u"192.168.0.0"_s), 16},
        {QHostAddress(u"198.18.0.0"_s), 15},
        {QHostAddress(u"198.51.100.0"_s), 24},
        {QHostAddress(u"203.0.113.0"_s), 24},
        {QHostAddress(u"224.0.0.0"_s), 4},
        {QHostAddress(u"240.0.0.0"_s), 4},
    }};
    return blocks;
}

// Only 2000::/3 is given out to the public; these parts of it are not, or hide an IPv4 address (6to4, Teredo).
const std::array<Block, 4> &closedBlocks6()
{
    static const std::array<Block, 4> blocks = {{
        {QHostAddress(u"2001::"_s), 23},
        {QHostAddress(u"2001:db8::"_s), 32},
        {QHostAddress(u"2002::"_s), 16},
        {QHostAddress(u"3fff::"_s), 20},
    }};
    return blocks;
}

template <class Blocks>
bool isInside(const QHostAddress &address, const Blocks &blocks)
{
    return std::any_of(blocks.begin(), blocks.end(),
                       [&](const Block &block) { return address.isInSubnet(block.net, block.bits); });
}

} // namespace

QString originOf(const QUrl &url)
{
    const int port = url.port(url.scheme() == u"https"_s ? 443 : 80);
    return u"%1://%2:%3"_s.arg(url.scheme().toLower(), url.host().toLower(), QString::number(port));
}

void AddressPolicy::allowOrigin(const QUrl &url)
{
    m_origins.insert(originOf(url));
}

bool AddressPolicy::allowsOrigin(const QUrl &url) const
{
    return m_origins.contains(originOf(url));
}

bool AddressPolicy::permits(const QUrl &url, const QHostAddress &address) const
{
    return allowsOrigin(url) || isPublic(address);
}

bool AddressPolicy::isPublic(const QHostAddress &address)
{
    switch (address.protocol()) {
    case QAbstractSocket::IPv4Protocol:
        return !isInside(address, closedBlocks4());
    case QAbstractSocket::IPv6Protocol:
        return address.isInSubnet(QHostAddress(u"2000::"_s), 3) && !isInside(address, closedBlocks6());
    default:
        return false;
    }
}

} // namespace rastro::http
