// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gatewaysettings.h"

#include <rastro/charge.h>

namespace rastro::gateway {

/// The requests of the bank's API as values; the API is described in README.md. Pure.
class BankRequests
{
public:
    explicit BankRequests(const GatewaySettings &settings);

    /// `expiresInSeconds`: how long the bank shall take money for it.
    [[nodiscard]] HttpRequest create(const ChargeRequest &charge, qint64 expiresInSeconds) const;
    /// By the gateway's id if it is known, else by our reference.
    [[nodiscard]] HttpRequest fetch(const ChargeReference &charge) const;
    [[nodiscard]] HttpRequest refund(const RefundRequest &refund) const;

private:
    [[nodiscard]] QUrl url(const QByteArray &encodedPath, const QByteArray &encodedQuery = {}) const;
    [[nodiscard]] HttpRequest withKey(HttpRequest request) const;

    GatewaySettings m_settings;
};

} // namespace rastro::gateway
