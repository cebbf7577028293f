// SPDX-License-Identifier: GPL-3.0-or-later
#include "paydesk.h"

#include "location.h"
#include "noticeplan.h"
#include "randomid.h"

#include <rastro/brcode.h>

#include <QtCore/QDateTime>
#include <QtCore/QTimeZone>

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

namespace {

// What chat apps put around a text that is copied: white space, byte order marks, zero-width characters.
QString unwrapped(const QByteArray &pasted)
{
    const auto isWrapping = [](QChar c) { return c.isSpace() || c == u'\u200b' || c == u'\ufeff' || c == u'\u2060'; };
    auto text = QString::fromUtf8(pasted);
    while (!text.isEmpty() && isWrapping(text.back()))
        text.chop(1);
    while (!text.isEmpty() && isWrapping(text.front()))
        text.remove(0, 1);
    return text;
}

// "E", the bank's ISPB, UTC minutes, 11 characters of the bank's choice: 32 in all (Pix API, EndToEndId).
QString endToEndId(Micros now)
{
    const auto time = QDateTime::fromMSecsSinceEpoch(now / 1000, QTimeZone::utc());
    return u"E99999999"_s + time.toString(u"yyyyMMddHHmm"_s) + randomHex(11);
}

BankAnswer garbled()
{
    return answerError(400, u"code.garbled"_s, u"Código Pix inválido. Copie o código inteiro e tente de novo."_s,
                       u"This is not a valid Pix code. Copy the whole code and try again."_s);
}

BankAnswer unknown()
{
    return answerError(404, u"code.unknown"_s, u"Este código Pix não é de uma cobrança deste banco de testes."_s,
                       u"This Pix code is not of a charge of this sandbox bank."_s);
}

BankAnswer alreadyPaid()
{
    return answerError(409, u"charge.paid"_s, u"Esta cobrança já foi paga."_s, u"This charge has been paid already."_s);
}

BankAnswer expired()
{
    return answerError(410, u"charge.expired"_s, u"Este código Pix expirou. Peça um novo."_s,
                       u"This Pix code has expired. Ask for a new one."_s);
}

} // namespace

PayDesk::PayDesk(ChargeBook &book, const BehaviourBook &behaviours, NoticeDesk &notices, const Clock &clock,
                 const BankSettings &settings)
    : m_book(book)
    , m_behaviours(behaviours)
    , m_notices(notices)
    , m_clock(clock)
    , m_settings(settings)
{
}

BankAnswer PayDesk::pay(const QByteArray &pasted)
{
    const auto text = unwrapped(pasted);
    const auto code = BrCode::decode(text);
    if (!code)
        return garbled();
    const auto *charge = m_book.byId(chargeIdOf(*code, m_settings.locationHost));
    if (!charge || charge->pixCode != text)
        return unknown();
    return payCharge(*charge);
}

void PayDesk::receive(BankCharge &charge) const
{
    const auto &behaviour = m_behaviours.ofCharge(charge);
    const auto now = m_clock.now();
    charge.paidAt = now;
    charge.endToEndId = endToEndId(now);
    charge.received = charge.amount;
    if (behaviour.paysMinor > 0)
        charge.received.minor = behaviour.paysMinor;
    if (!behaviour.paysCurrency.isEmpty())
        charge.received.currency = behaviour.paysCurrency;
    oweNoticesOfPayment(charge, behaviour, now);
}

BankAnswer PayDesk::payCharge(BankCharge charge)
{
    const auto now = m_clock.now();
    if (charge.isPaid())
        return alreadyPaid();
    if (charge.statusAt(now) == PaymentStatus::Expired && !m_behaviours.ofCharge(charge).acceptsExpired)
        return expired();
    receive(charge);
    if (const auto saved = m_book.put(charge); !saved)
        return answerError(500, saved.error().code, u"O banco não conseguiu registrar o pagamento."_s,
                           saved.error().message);
    m_notices.schedule(charge.id);
    return answerJson(200, {{u"paid"_s, true},
                            {u"charge"_s, charge.toWire(now)},
                            {u"pt"_s, u"Pagamento recebido: %1."_s.arg(charge.received.toDisplay(u"pt"_s))},
                            {u"en"_s, u"Payment received: %1."_s.arg(charge.received.toDisplay(u"en"_s))}});
}

} // namespace rastro::sandbox
