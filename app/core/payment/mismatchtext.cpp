// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/payment/mismatchtext.h"

using namespace Qt::StringLiterals;

namespace rastro::core {

namespace {

constexpr auto begin = "Received "_L1;
constexpr auto end = ": not delivered. Settle it with the buyer at the gateway."_L1;

} // namespace

QString mismatchText(const Money &received, const Money &asked)
{
    return begin + received.toDisplay(u"en"_s) + u" instead of "_s + asked.toDisplay(u"en"_s) + end;
}

bool isMismatchText(const QString &error)
{
    return error.startsWith(begin) && error.endsWith(end);
}

} // namespace rastro::core
