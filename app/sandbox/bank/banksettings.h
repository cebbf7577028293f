// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bankbehaviour.h"

#include <QtCore/QByteArray>

namespace rastro::sandbox {

/// How a bank is set up. The secrets' defaults are those of the sandbox gateway's settings: public, and worth nothing
/// outside of a sandbox.
struct BankSettings
{
    QByteArray apiKey = "sandbox-api-key";                        ///< Expected as "Authorization: Bearer …".
    QByteArray webhookSecret = "sandbox-webhook-secret";          ///< Signs the notices.
    QString locationHost = QStringLiteral("pix.sandbox.invalid"); ///< In the codes; never resolved (RFC 6761).
    BankBehaviour behaviour;
};

} // namespace rastro::sandbox
