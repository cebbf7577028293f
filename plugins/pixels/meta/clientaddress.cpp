// SPDX-License-Identifier: GPL-3.0-or-later
#include "clientaddress.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QStringList>
#include <array>
#include <optional>

using namespace Qt::StringLiterals;

namespace rastro::meta {

namespace {

using Octets = std::array<int, 4>;

std::optional<Octets> octetsOf(const QString &text)
{
    static const QRegularExpression dotted(uR"(\A([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})\z)"_s);
    const auto match = dotted.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    Octets octets{};
    for (size_t at = 0; at < octets.size(); ++at) {
        octets[at] = match.captured(static_cast<int>(at) + 1).toInt();
        if (octets[at] > 255)
            return std::nullopt;
    }
    return octets;
}

// https://core.telegram.org/resources/cidr.txt
bool isTelegrams(const Octets &o)
{
    return (o[0] == 91 && o[1] == 108 && ((o[2] >= 4 && o[2] <= 23) || (o[2] >= 56 && o[2] <= 59))) ||
           (o[0] == 91 && o[1] == 105 && (o[2] == 192 || o[2] == 193)) ||
           (o[0] == 149 && o[1] == 154 && o[2] >= 160 && o[2] <= 175) || (o[0] == 185 && o[1] == 76 && o[2] == 151);
}

// RFC 6890: not reserved, private, shared (carrier NAT), loopback, link-local or multicast.
bool isGlobal(const Octets &o)
{
    return o[0] != 0 && o[0] != 10 && o[0] != 127 && o[0] < 224 && !(o[0] == 169 && o[1] == 254) &&
           !(o[0] == 172 && o[1] >= 16 && o[1] <= 31) && !(o[0] == 192 && o[1] == 168) &&
           !(o[0] == 100 && o[1] >= 64 && o[1] <= 127);
}

// Eight groups of up to four hex digits, or fewer around one "::".
bool isIpv6(const QString &text)
{
    static const QRegularExpression group(uR"(\A[0-9a-f]{0,4}\z)"_s);
    const auto groups = text.split(u':');
    const bool shortened = text.contains(u"::"_s);
    if (groups.size() < 3 || groups.size() > (shortened ? 9 : 8) || (!shortened && groups.size() != 8))
        return false;
    if (text.count(u"::"_s) > 1 || text.contains(u":::"_s))
        return false;
    for (const auto &part : groups) {
        if (!group.match(part).hasMatch())
            return false;
    }
    return true;
}

// Global unicast is 2000::/3 (RFC 4291 and the IANA registry); all private, local and multicast space lies outside.
bool isGlobalUnicast(const QString &text)
{
    const auto first = text.section(u':', 0, 0);
    return first.size() == 4 && (first[0] == u'2' || first[0] == u'3');
}

} // namespace

QString publicClientAddress(const QString &address)
{
    auto text = address.trimmed().toLower();
    if (text.startsWith(u"::ffff:"_s) && text.contains(u'.'))
        text = text.sliced(7);
    if (const auto octets = octetsOf(text))
        return isGlobal(*octets) && !isTelegrams(*octets) ? text : QString();
    return isIpv6(text) && isGlobalUnicast(text) ? text : QString();
}

} // namespace rastro::meta
