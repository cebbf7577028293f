// SPDX-License-Identifier: GPL-3.0-or-later
#include "chargeanswers.h"

#include "bankerrors.h"

#include <rastro/brcode.h>

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <cmath>

using namespace Qt::StringLiterals;

namespace rastro::gateway {

namespace {

tl::unexpected<Error> garbage(const QString &what, Effect effect)
{
    return tl::unexpected(errorOfGarbage(what, effect));
}

bool isSuccess(int status)
{
    return status >= 200 && status < 300;
}

// Money on the wire is a whole number of centavos; anything else is no money.
std::optional<Money> moneyOf(const QJsonValue &value)
{
    const double minor = value[u"minor"].toDouble(-1);
    const auto currency = value[u"currency"].toString();
    if (minor < 0 || minor != std::floor(minor) || !isKnownCurrency(currency))
        return std::nullopt;
    return Money{value[u"minor"].toInteger(), currency};
}

std::optional<PaymentStatus> statusOf(const QJsonObject &wire)
{
    const auto status = statusFromName(wire[u"status"].toString());
    const bool known = status == PaymentStatus::Awaiting || status == PaymentStatus::Expired ||
                       status == PaymentStatus::Canceled || status == PaymentStatus::Paid;
    return known ? status : std::nullopt;
}

Charge chargeOf(const QJsonObject &wire)
{
    return {wire[u"id"].toString(), wire[u"pix_code"].toString(), wire[u"expires_at_ms"].toInteger() * 1000};
}

Result<ChargeSnapshot> snapshotOf(const QJsonObject &wire)
{
    const auto status = statusOf(wire);
    ChargeSnapshot snapshot;
    snapshot.charge = chargeOf(wire);
    if (!status || snapshot.charge.gatewayId.isEmpty())
        return garbage(u"a charge without id or with an unknown status"_s, Effect::None);
    snapshot.status = *status;
    if (*status != PaymentStatus::Paid)
        return snapshot;
    const auto received = moneyOf(wire[u"received"]);
    if (!received)
        return garbage(u"a paid charge that does not say what was received"_s, Effect::None);
    snapshot.received = *received;
    snapshot.endToEndId = wire[u"end_to_end_id"].toString();
    snapshot.paidAt = wire[u"paid_at_ms"].toInteger() * 1000;
    return snapshot;
}

Result<ChargeSnapshot> snapshotOf(const QJsonArray &charges)
{
    Result<ChargeSnapshot> chosen = ChargeSnapshot{.exists = false, .charge = {}, .received = {}, .endToEndId = {}};
    for (const auto &wire : charges) {
        auto snapshot = snapshotOf(wire.toObject());
        if (!snapshot || snapshot->status == PaymentStatus::Paid)
            return snapshot;
        chosen = std::move(snapshot);
    }
    return chosen;
}

} // namespace

Result<Charge> readCreated(const HttpAnswer &answer, const ChargeRequest &asked, Micros now)
{
    if (!isSuccess(answer.status))
        return tl::unexpected(errorOfAnswer(answer, Effect::Possible, now));
    const auto wire = QJsonDocument::fromJson(answer.body).object();
    const auto charge = chargeOf(wire);
    if (charge.gatewayId.isEmpty() || wire[u"reference"].toString() != asked.reference)
        return garbage(u"it is not the charge that was asked for"_s, Effect::Possible);
    if (moneyOf(wire[u"amount"]) != asked.amount)
        return garbage(u"the charge has another amount than was asked for"_s, Effect::Possible);
    const auto code = BrCode::decode(charge.pixCode);
    if (!code || code->amountMinor.value_or(asked.amount.minor) != asked.amount.minor)
        return garbage(u"the charge has no whole Pix code of its amount"_s, Effect::Possible);
    return charge;
}

Result<ChargeSnapshot> readSnapshot(const HttpAnswer &answer, const ChargeReference &asked, Micros now)
{
    const bool byId = !asked.gatewayId.isEmpty();
    const auto json = QJsonDocument::fromJson(answer.body).object();
    if (byId && answer.status == 404 && json[u"error"][u"code"].toString() == u"charge.unknown"_s)
        return snapshotOf(QJsonArray());
    if (!isSuccess(answer.status))
        return tl::unexpected(errorOfAnswer(answer, Effect::None, now));
    if (!byId)
        return json[u"charges"].isArray() ? snapshotOf(json[u"charges"].toArray())
                                          : garbage(u"it is not a list of charges"_s, Effect::None);
    auto snapshot = snapshotOf(json);
    if (snapshot && snapshot->charge.gatewayId != asked.gatewayId)
        return garbage(u"it is another charge than was asked about"_s, Effect::None);
    return snapshot;
}

Result<Refund> readRefund(const HttpAnswer &answer, const RefundRequest &asked, Micros now)
{
    if (!isSuccess(answer.status))
        return tl::unexpected(errorOfAnswer(answer, Effect::Possible, now));
    const auto json = QJsonDocument::fromJson(answer.body).object();
    if (json[u"refund_id"].toString() != asked.refundId || json[u"minor"].toInteger() != asked.amount.minor)
        return garbage(u"it is not the refund that was asked for"_s, Effect::Possible);
    return Refund{asked.refundId, json[u"status"].toString() == u"settled"_s};
}

} // namespace rastro::gateway
