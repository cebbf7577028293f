// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation.h"

#include <QtCore/QSet>
#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::meta {

namespace {

constexpr Micros week = std::chrono::microseconds(7 * 24h).count();
constexpr qint64 exactInJson = 999'999'999'999'999; // 15 digits survive a JSON number, a double

// Meta, Conversions API, "Customer information parameters": combinations of only these are "too broad".
bool isTooBroad(const QSet<QString> &keys)
{
    static const QList<QSet<QString>> broad{
        {u"ct"_s, u"country"_s, u"st"_s, u"zp"_s, u"ge"_s, u"client_user_agent"_s, u"client_ip_address"_s},
        {u"db"_s, u"client_user_agent"_s},
        {u"fn"_s, u"ge"_s},
        {u"ln"_s, u"ge"_s}};
    return std::any_of(broad.begin(), broad.end(), [&](const auto &set) { return set.contains(keys); });
}

std::optional<Error> moneyReason(const ConversionEvent &event)
{
    if (!event.value) {
        if (event.name != EventName::Purchase)
            return std::nullopt;
        return Error{u"meta.no_value"_s,
                     u"Meta accepts no Purchase without a value and a currency; this one has none."_s};
    }
    if (!isKnownCurrency(event.value->currency))
        return Error{u"meta.currency"_s,
                     u"“%1” is not an ISO 4217 currency, which Meta demands."_s.arg(event.value->currency)};
    if (event.value->minor < 0 || event.value->minor > exactInJson)
        return Error{u"meta.value"_s, u"%1 is not an amount that can be reported."_s.arg(event.value->toDecimal())};
    return std::nullopt;
}

} // namespace

std::optional<Error> reasonNotToSend(const ConversionEvent &event, const QJsonObject &json, Micros now)
{
    if (now - event.at > week)
        return Error{u"meta.too_old"_s,
                     u"The event is %1 days old. Meta accepts events of the last 7 days, so it was not sent."_s.arg(
                         (now - event.at) / (week / 7))};
    if (event.eventId.isEmpty())
        return Error{u"meta.no_event_id"_s, u"The event has no id; Meta could count it twice, so it was not sent."_s};
    const auto keys = json.value(u"user_data"_s).toObject().keys();
    if (isTooBroad(QSet<QString>(keys.begin(), keys.end())))
        return Error{
            u"meta.no_match_keys"_s,
            u"Nothing is known of the person that Meta could match (external id, fbc, fbp, e-mail or phone)."_s};
    return moneyReason(event);
}

std::optional<Error> reasonOfConsent(Consent consent, bool isRequired)
{
    if (consent == Consent::Denied)
        return Error{u"meta.consent_denied"_s, u"The person refused to be reported, so nothing was sent."_s,
                     ErrorClass::Withhold};
    if (consent == Consent::Absent && isRequired)
        return Error{u"meta.consent_missing"_s,
                     u"The person did not say that reporting is agreed to, which “require_consent” demands, so "
                     "nothing was sent."_s,
                     ErrorClass::Withhold};
    return std::nullopt;
}

} // namespace rastro::meta
