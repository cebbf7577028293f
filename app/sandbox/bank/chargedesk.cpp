// SPDX-License-Identifier: GPL-3.0-or-later
#include "chargedesk.h"

#include "location.h"
#include "noticeplan.h"
#include "randomid.h"

#include <QtCore/QJsonArray>

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

namespace {

BankAnswer notFound()
{
    return answerError(404, u"charge.unknown"_s, u"Esta cobrança não existe."_s, u"There is no such charge."_s);
}

BankAnswer broken(const Error &error)
{
    return answerError(500, error.code, u"Erro interno do banco de testes."_s, error.message);
}

BankAnswer malformed(const Error &error)
{
    return answerError(400, error.code, u"Requisição inválida: %1"_s.arg(error.message), error.message);
}

// The faults that leave nothing behind.
std::optional<BankAnswer> faultBeforeEffect(CreateFault fault, int retryAfterSeconds)
{
    switch (fault) {
    case CreateFault::ServerError:
        return answerError(500, u"bank.broken"_s, u"Erro interno, a pedido."_s, u"Internal error, on demand."_s);
    case CreateFault::Refused:
        return answerError(422, u"charge.refused"_s, u"Cobrança recusada, a pedido."_s,
                           u"Charge refused, on demand."_s);
    case CreateFault::RateLimited: {
        auto answer =
            answerError(429, u"bank.busy"_s, u"Muitas requisições, a pedido."_s, u"Too many requests, on demand."_s);
        answer.headers.append({"retry-after"_ba, QByteArray::number(retryAfterSeconds)});
        return answer;
    }
    case CreateFault::None:
    case CreateFault::Timeout:
    case CreateFault::Garbage:
        break;
    }
    return std::nullopt;
}

BankAnswer refundAnswer(int status, const BankRefund &refund)
{
    return answerJson(status,
                      {{u"refund_id"_s, refund.refundId}, {u"minor"_s, refund.minor}, {u"status"_s, u"settled"_s}});
}

} // namespace

ChargeDesk::ChargeDesk(ChargeBook &book, BehaviourBook &behaviours, NoticeDesk &notices, PayDesk &payDesk,
                       const Clock &clock, const BankSettings &settings)
    : m_book(book)
    , m_behaviours(behaviours)
    , m_notices(notices)
    , m_payDesk(payDesk)
    , m_clock(clock)
    , m_settings(settings)
{
}

BankAnswer ChargeDesk::create(const QJsonObject &body)
{
    const auto request = BankChargeRequest::parse(body);
    if (!request)
        return malformed(request.error());
    const auto fault = m_behaviours.takeCreateFault(request->reference);
    const int pause = m_behaviours.ofReference(request->reference).retryAfterSeconds;
    if (const auto refused = faultBeforeEffect(fault, pause))
        return *refused;
    auto answer = createAsked(*request);
    answer.withheld = fault == CreateFault::Timeout;
    if (fault == CreateFault::Garbage)
        answer.body = "<html>502"_ba;
    return answer;
}

BankAnswer ChargeDesk::createAsked(const BankChargeRequest &request)
{
    const auto &behaviour = m_behaviours.ofReference(request.reference);
    const auto known = m_book.byReference(request.reference);
    if (behaviour.idempotent && !known.isEmpty())
        return repeat(known.constFirst(), request);
    auto charge = newCharge(request);
    if (!charge)
        return malformed(charge.error());
    oweFalseClaims(*charge, behaviour, m_clock.now());
    if (behaviour.paidBeforeAnswer)
        m_payDesk.receive(*charge);
    if (const auto saved = m_book.put(*charge); !saved)
        return broken(saved.error());
    if (behaviour.paidBeforeAnswer)
        m_notices.sendDue(charge->id);
    m_notices.schedule(charge->id);
    return answerJson(201, charge->toWire(m_clock.now()));
}

BankAnswer ChargeDesk::repeat(BankCharge charge, const BankChargeRequest &request)
{
    ++charge.createCalls;
    if (const auto saved = m_book.put(charge); !saved)
        return broken(saved.error());
    if (charge.amount != request.amount)
        return answerError(409, u"reference.taken"_s, u"Já existe uma cobrança com esta referência e outro valor."_s,
                           u"There is a charge with this reference and another amount."_s);
    return answerJson(200, charge.toWire(m_clock.now()));
}

Result<BankCharge> ChargeDesk::newCharge(const BankChargeRequest &request) const
{
    BankCharge charge;
    charge.id = randomHex(32);
    BrCode code;
    code.url = locationOf(charge.id, m_settings.locationHost);
    code.merchantName = request.merchantName;
    code.merchantCity = request.merchantCity;
    code.amountMinor = request.amount.minor;
    code.oneTime = true;
    const auto text = code.encode();
    if (!text)
        return tl::unexpected(text.error());
    charge.pixCode = *text;
    charge.reference = request.reference;
    charge.amount = request.amount;
    charge.description = request.description;
    charge.noticeUrl = request.noticeUrl;
    charge.createdAt = m_clock.now();
    charge.expiresAt = charge.createdAt + request.expiresInSeconds * 1'000'000;
    return charge;
}

BankAnswer ChargeDesk::find(const QString &id) const
{
    const auto *charge = m_book.byId(id);
    return charge ? answerJson(200, charge->toWire(m_clock.now())) : notFound();
}

BankAnswer ChargeDesk::list(const QString &reference) const
{
    QJsonArray charges;
    for (const auto &charge : m_book.byReference(reference))
        charges.append(charge.toWire(m_clock.now()));
    return answerJson(200, {{u"charges"_s, charges}});
}

BankAnswer ChargeDesk::refund(const QString &id, const QJsonObject &body)
{
    const auto *found = m_book.byId(id);
    if (!found)
        return notFound();
    const BankRefund refund{body[u"refund_id"].toString(), wholeNumber(body[u"minor"]).value_or(0), m_clock.now()};
    if (refund.refundId.isEmpty() || refund.refundId.size() > 64 || refund.minor < 1)
        return answerError(400, u"request.malformed"_s, u"Informe refund_id e minor (centavos)."_s,
                           u"refund_id and minor (centavos) are needed."_s);
    auto charge = *found;
    for (const auto &known : charge.refunds) {
        if (known.refundId == refund.refundId && known.minor == refund.minor)
            return refundAnswer(200, known);
        if (known.refundId == refund.refundId)
            return answerError(409, u"refund.taken"_s, u"Já existe uma devolução com este id e outro valor."_s,
                               u"There is a refund with this id and another amount."_s);
    }
    if (!charge.isPaid())
        return answerError(409, u"charge.not_paid"_s, u"Só se devolve uma cobrança paga."_s,
                           u"Only a paid charge can be refunded."_s);
    if (refund.minor > charge.received.minor - charge.refundedMinor())
        return answerError(422, u"refund.too_much"_s, u"A devolução passa do valor recebido."_s,
                           u"The refund is more than what is left of the money received."_s);
    charge.refunds.append(refund);
    oweNoticeOfRefund(charge, m_clock.now());
    if (const auto saved = m_book.put(charge); !saved)
        return broken(saved.error());
    m_notices.schedule(charge.id);
    return refundAnswer(201, refund);
}

} // namespace rastro::sandbox
