// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/responder.h"

#include "http/exchange.h"

namespace rastro::http {

Exchange::Exchange(std::shared_ptr<AnswerBox> box, Ticket ticket)
    : m_box(std::move(box))
    , m_ticket(ticket)
{
}

Exchange::~Exchange()
{
    if (!isAnswered())
        m_box->post({m_ticket, HttpResponse::text("Internal error\n", 500)});
}

void Exchange::answer(HttpResponse response)
{
    if (!m_answered.exchange(true, std::memory_order_acq_rel))
        m_box->post({m_ticket, std::move(response)});
}

Responder::Responder() = default;
Responder::Responder(QExplicitlySharedDataPointer<Exchange> exchange)
    : m_exchange(std::move(exchange))
{
}
Responder::Responder(const Responder &) = default;
Responder::Responder(Responder &&) noexcept = default;
Responder &Responder::operator=(const Responder &) = default;
Responder &Responder::operator=(Responder &&) noexcept = default;
Responder::~Responder() = default;

void Responder::answer(HttpResponse response) const
{
    if (m_exchange)
        m_exchange->answer(std::move(response));
}

bool Responder::isAnswered() const
{
    return m_exchange && m_exchange->isAnswered();
}

} // namespace rastro::http
