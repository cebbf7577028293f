// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/unitofwork.h"

#include <QtCore/QJsonObject>

namespace rastro::core {

/// One field of an attribution: what it is, or why it is empty and what to do.
struct TraceField
{
    QString name;
    QString value;
    QString reason; ///< Only if empty: one sentence.
    QString remedy; ///< Only if something can be done.
};

/// All that is known of one sale, one person or one click, for `rastro trace`.
struct Trace
{
    QString subject; ///< "payment 17 (…)", "user … on bot …", "click …".
    QString verdict; ///< One sentence: attributed by which rule, or why not.
    QList<TraceField> fields;
    QList<ConversionRow> conversions;
    QList<MessageRow> messages;
    QList<TrailEntry> trail; ///< In order of time.

    [[nodiscard]] QJsonObject toJson() const;
};

/// Each gives one trace per subject found; none: nothing is known of it. In the caller's transaction.
[[nodiscard]] QList<Trace> tracePayment(UnitOfWork &uow, qint64 workspaceId, const QString &idOrReference);
[[nodiscard]] QList<Trace> traceUser(UnitOfWork &uow, qint64 workspaceId, qint64 telegramUserId);
[[nodiscard]] QList<Trace> traceToken(UnitOfWork &uow, qint64 workspaceId, const TrackingToken &token);

} // namespace rastro::core
