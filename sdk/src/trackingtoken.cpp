// SPDX-License-Identifier: GPL-3.0-or-later
#include "rastro/trackingtoken.h"

#include <algorithm>

namespace rastro {

std::optional<TrackingToken> TrackingToken::parse(QStringView text)
{
    const auto isLowerHex = [](QChar c) { return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f'); };
    if (text.size() != 32 || !std::all_of(text.begin(), text.end(), isLowerHex))
        return std::nullopt;
    return TrackingToken(text.toString());
}

} // namespace rastro
