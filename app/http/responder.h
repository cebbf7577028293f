// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpresponse.h"

#include <QtCore/QSharedData>

namespace rastro::http {

class Exchange;

/// The right to answer one request: a cheap handle that may be copied, kept and used on any thread, also after the
/// client or the server is gone (the answer is then dropped silently). The first answer wins, later ones are ignored.
/// When the last copy dies unanswered, the client gets 500.
class Responder
{
public:
    /// Answers nothing; a handler gets a working one from the server.
    Responder();
    /// For the server.
    explicit Responder(QExplicitlySharedDataPointer<Exchange> exchange);
    Responder(const Responder &);
    Responder(Responder &&) noexcept;
    Responder &operator=(const Responder &);
    Responder &operator=(Responder &&) noexcept;
    ~Responder();

    /// Answers the request. On the server's thread the bytes leave at once; from another thread the answer joins
    /// those that wait for the server's next wake-up. Never blocks on the network.
    void answer(HttpResponse response) const;
    /// Whether some copy has answered already.
    [[nodiscard]] bool isAnswered() const;

private:
    QExplicitlySharedDataPointer<Exchange> m_exchange;
};

} // namespace rastro::http
