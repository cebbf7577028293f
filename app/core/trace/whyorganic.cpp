// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/whyorganic.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::core {

namespace {

// What erasing a person leaves of a start parameter.
constexpr auto erasedParameter = u"erased";
constexpr std::chrono::microseconds day = 24h;
// Clocks of two machines differ by less.
constexpr std::chrono::microseconds skew = 10min;
// Rastro did not exist before: what names an earlier time is no time.
constexpr Micros firstDay = 1'577'836'800'000'000; // 2020-01-01

// The forms in which links carry a token: alone, with the origin platform's pixel behind it, or in a packed object.
std::optional<TrackingToken> tokenIn(const QString &parameter)
{
    return TrackingToken::parse(parameter.section(u"__px_"_s, 0, 0));
}

bool isPacked(const QString &parameter)
{
    return parameter.startsWith(u"teyJ"); // 't' and the base64 of '{"'.
}

bool looksLikeFbclid(const QString &parameter)
{
    static const QRegularExpression fbclid(uR"(\A(?=.*[G-Zg-z])[A-Za-z0-9_-]{20,512}\z)"_s);
    return fbclid.match(parameter).hasMatch() && !parameter.startsWith(u"tracking_");
}

Why whyUnknown(const TrackingToken &token, Micros startedAt, int clickDays)
{
    const auto minted = mintedAt(token);
    if (!minted || *minted > startedAt + skew.count())
        return Why::TokenUnknown;
    const bool isKept = clickDays == 0 || startedAt - *minted < clickDays * day.count();
    return isKept ? Why::ClickLost : Why::ClickErased;
}

} // namespace

std::optional<Micros> mintedAt(const TrackingToken &token)
{
    const QString &digits = token.toString();
    if (digits[12] != u'7' || !u"89ab"_s.contains(digits[16]))
        return std::nullopt;
    const Micros at = digits.left(12).toLongLong(nullptr, 16) * 1000;
    return at >= firstDay ? std::optional(at) : std::nullopt;
}

QString trackingAbsentSentence()
{
    return u"Organic: the tracking plugin is not enabled on this bot. Enable it in the shop file."_s;
}

Why whyOrganic(const SaleFacts &sale, int clickDays)
{
    if (sale.attribution == u"pending")
        return Why::AttributionPending;
    if (sale.userToken)
        return Why::TokenDropped;
    if (sale.attributionText == trackingAbsentSentence() ||
        (sale.started && sale.startText == trackingAbsentSentence()))
        return Why::TrackingAbsent;
    if (sale.boundLaterAt > 0)
        return Why::BoundAfterPayment;
    const QString &parameter = sale.startParameter;
    if (parameter == erasedParameter)
        return Why::Erased;
    if (const auto token = tokenIn(parameter))
        return whyUnknown(*token, sale.startedAt, clickDays);
    if (isPacked(parameter))
        return Why::TokenUnknown;
    if (looksLikeFbclid(parameter))
        return Why::FbclidUnknown;
    if (!parameter.isEmpty())
        return Why::ParameterForeign;
    if (sale.boundElsewhere)
        return Why::ClickedForOtherBot;
    return sale.started ? Why::OpenedDirectly : Why::NeverStarted;
}

} // namespace rastro::core
