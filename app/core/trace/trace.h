// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/unitofwork.h"
#include "core/trace/finding.h"
#include "core/trace/tracefacts.h"

#include <QtCore/QJsonObject>

namespace rastro::core {

/// All that is known of one sale, one person or one click, for `rastro trace`.
struct Trace
{
    QString subject; ///< "payment 17 (…)", "user … on bot …", "click …".
    QString verdict; ///< One sentence: attributed by which rule, or why not.
    QList<Finding> fields;
    QList<ConversionRow> conversions;
    QList<MessageRow> messages;
    QList<TrailEntry> trail; ///< In order of time. The click's own step is made of its row.

    /// docs/explanations.md describes it.
    [[nodiscard]] QJsonObject toJson() const;
};

/// Each gives one trace per subject found; none: nothing is known of it. In the caller's transaction.
[[nodiscard]] QList<Trace> tracePayment(UnitOfWork &uow, qint64 workspaceId, const QString &idOrReference,
                                        const TraceWorld &world = {});
[[nodiscard]] QList<Trace> traceUser(UnitOfWork &uow, qint64 workspaceId, qint64 telegramUserId,
                                     const TraceWorld &world = {});
[[nodiscard]] QList<Trace> traceToken(UnitOfWork &uow, qint64 workspaceId, const TrackingToken &token,
                                      const TraceWorld &world = {});

} // namespace rastro::core
