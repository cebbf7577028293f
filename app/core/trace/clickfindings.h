// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/finding.h"
#include "core/trace/tracefacts.h"

namespace rastro::core {

/// What a sale, a person or a click has of a click's ids. Each may differ from what the click itself has now.
struct CarriedIds
{
    QString fbclid;
    QString fbp;
    QString fbc;
    Utm utm;
    bool isFrozen = false; ///< On a payment: what the click has learnt since is not in it.
};

/// fbclid, fbp, fbc and the UTM parameters. Pure, as all below.
[[nodiscard]] QList<Finding> findingsOfIds(const CarriedIds &carried, const ClickFacts &origin,
                                           const TraceWorld &world);
/// Of a click whose traffic is not "person".
[[nodiscard]] Why whyNotCounted(const Click &click);
/// client_ip, user_agent and traffic.
[[nodiscard]] QList<Finding> findingsOfBrowser(const ClickFacts &origin, const TraceWorld &world);
/// Says of what is empty because the person was erased that it was; everything else as it is.
[[nodiscard]] QList<Finding> withErasure(QList<Finding> findings, Micros erasedAt);
/// The pool's slug, or its id where the pool is not known any more.
[[nodiscard]] Finding findingOfPool(qint64 poolId, const ClickFacts &origin, const TraceWorld &world);
/// The click's own event id.
[[nodiscard]] Finding findingOfPageviewId(const QString &eventId, const ClickFacts &origin);

} // namespace rastro::core
