// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/ipaddress.h"

#include <QtCore/QList>
#include <QtCore/QtEndian>
#include <algorithm>
#include <array>
#include <charconv>

namespace rastro::core {

using namespace Qt::StringLiterals;
using Bytes = std::array<quint8, 16>;
using Groups = QList<quint16>;

namespace {

constexpr Bytes MAPPED{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0};

std::optional<quint32> number(QByteArrayView digits, int base, qsizetype maxDigits)
{
    if (digits.isEmpty() || digits.size() > maxDigits)
        return std::nullopt;
    quint32 value = 0;
    for (const char c : digits) {
        const int digit = c >= '0' && c <= '9'                     ? c - '0'
                          : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                                   : 99;
        if (digit >= base)
            return std::nullopt;
        value = value * quint32(base) + quint32(digit);
    }
    return value;
}

std::optional<quint32> ipv4(QByteArrayView text)
{
    quint32 address = 0;
    for (int part = 0; part < 4; ++part) {
        const qsizetype dot = text.indexOf('.');
        if ((dot < 0) != (part == 3))
            return std::nullopt;
        const auto value = number(dot < 0 ? text : text.first(dot), 10, 3);
        if (!value || *value > 255)
            return std::nullopt;
        address = address << 8 | *value;
        text = dot < 0 ? QByteArrayView() : text.sliced(dot + 1);
    }
    return address;
}

/// The groups of one side of "::"; those that end the address may end in dotted IPv4.
std::optional<Groups> groups(QByteArrayView text, bool endsAddress)
{
    Groups found;
    while (!text.isEmpty() && found.size() <= 8) {
        const qsizetype colon = text.indexOf(':');
        const QByteArrayView part = colon < 0 ? text : text.first(colon);
        if (colon == text.size() - 1)
            return std::nullopt;
        if (const auto dotted = endsAddress && colon < 0 ? ipv4(part) : std::nullopt) {
            found << quint16(*dotted >> 16) << quint16(*dotted & 0xffff);
        } else if (const auto group = number(part, 16, 4)) {
            found << quint16(*group);
        } else {
            return std::nullopt;
        }
        text = colon < 0 ? QByteArrayView() : text.sliced(colon + 1);
    }
    return found;
}

std::optional<Groups> ipv6(QByteArrayView text)
{
    const qsizetype gap = text.indexOf("::");
    if (gap < 0) {
        const auto all = groups(text, true);
        return all && all->size() == 8 ? all : std::nullopt;
    }
    const auto left = groups(text.first(gap), false);
    const auto right = groups(text.sliced(gap + 2), true);
    if (!left || !right || left->size() + right->size() > 7)
        return std::nullopt;
    return *left + Groups(8 - left->size() - right->size(), 0) + *right;
}

struct Block
{
    const char *network;
    int bits;
};

// IANA's special-purpose registries (RFC 6890), without the blocks for documentation; multicast and class E.
constexpr Block NOT_PUBLIC[] = {
    {"0.0.0.0", 104},    {"10.0.0.0", 104},  {"100.64.0.0", 106},  {"127.0.0.0", 104},  {"169.254.0.0", 112},
    {"172.16.0.0", 108}, {"192.0.0.0", 120}, {"192.168.0.0", 112}, {"198.18.0.0", 111}, {"224.0.0.0", 100},
    {"240.0.0.0", 100},  {"::", 128},        {"::1", 128},         {"fc00::", 7},       {"fe80::", 10},
    {"fec0::", 10},      {"ff00::", 8},      {"100::", 64},
};

QString dotted(const Bytes &bytes)
{
    std::array<char, 16> text; // "255.255.255.255"
    char *at = text.data();
    for (size_t i = 12; i < 16; ++i) {
        if (i > 12)
            *at++ = '.';
        at = std::to_chars(at, text.data() + text.size(), int(bytes[i])).ptr;
    }
    return QString::fromLatin1(text.data(), at - text.data());
}

/// A word in which the first `count` bits are set: none below 1, all from 64 on.
constexpr quint64 leadingBits(int count)
{
    return count <= 0 ? 0 : count >= 64 ? ~quint64(0) : ~(~quint64(0) >> count);
}

} // namespace

std::optional<IpAddress> IpAddress::parse(QByteArrayView text)
{
    IpAddress address;
    if (const auto dotted = ipv4(text)) {
        address.m_bytes = MAPPED;
        for (size_t i = 0; i < 4; ++i)
            address.m_bytes[12 + i] = quint8(*dotted >> (24 - 8 * i));
        return address;
    }
    const qsizetype zone = text.indexOf('%');
    const auto parts = ipv6(zone < 0 ? text : text.first(zone));
    if (!parts)
        return std::nullopt;
    for (size_t i = 0; i < 8; ++i) {
        address.m_bytes[2 * i] = quint8(parts->at(qsizetype(i)) >> 8);
        address.m_bytes[2 * i + 1] = quint8(parts->at(qsizetype(i)) & 0xff);
    }
    return address;
}

std::optional<IpAddress> IpAddress::parseWithPort(QByteArrayView text)
{
    text = text.trimmed();
    if (text.startsWith('[')) {
        const qsizetype close = text.indexOf(']');
        const bool whole = close > 0 && (close == text.size() - 1 || text.at(close + 1) == ':');
        return whole ? parse(text.sliced(1, close - 1)) : std::nullopt;
    }
    const qsizetype colon = text.indexOf(':');
    const bool hasPort = colon > 0 && text.lastIndexOf(':') == colon && text.contains('.');
    return parse(hasPort ? text.first(colon) : text);
}

bool IpAddress::isIpv4() const
{
    return std::equal(m_bytes.begin(), m_bytes.begin() + 12, MAPPED.begin());
}

bool IpAddress::isPublic() const
{
    static const auto blocks = [] {
        QList<std::pair<IpAddress, int>> list;
        for (const Block &block : NOT_PUBLIC)
            list.append({parse(block.network).value(), block.bits});
        return list;
    }();
    return std::none_of(blocks.begin(), blocks.end(),
                        [this](const auto &block) { return isIn(block.first, block.second); });
}

bool IpAddress::isIn(const IpAddress &network, int bits) const
{
    const auto differs = [&](int half) {
        return qFromBigEndian<quint64>(&m_bytes[size_t(half)]) ^
               qFromBigEndian<quint64>(&network.m_bytes[size_t(half)]);
    };
    return (differs(0) & leadingBits(bits)) == 0 && (differs(8) & leadingBits(bits - 64)) == 0;
}

IpAddress IpAddress::network(int bits) const
{
    IpAddress result = *this;
    const int kept = bits + (isIpv4() ? 96 : 0);
    for (int bit = kept; bit < 128; ++bit)
        result.m_bytes[size_t(bit / 8)] &= quint8(~(0x80 >> (bit % 8)));
    return result;
}

QString IpAddress::toString() const
{
    if (isIpv4())
        return dotted(m_bytes);
    QStringList words;
    for (size_t i = 0; i < 16; i += 2)
        words << QString::number(m_bytes[i] << 8 | m_bytes[i + 1], 16);
    // The longest run of two or more zero groups, the first of equals, becomes "::".
    qsizetype start = -1;
    qsizetype length = 1;
    for (qsizetype i = 0; i < 8; ++i) {
        qsizetype run = 0;
        while (i + run < 8 && words.at(i + run) == "0"_L1)
            ++run;
        if (run > length) {
            start = i;
            length = run;
        }
    }
    if (start < 0)
        return words.join(u':');
    return words.first(start).join(u':') + "::"_L1 + words.sliced(start + length).join(u':');
}

} // namespace rastro::core
