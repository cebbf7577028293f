// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"

#include <QtCore/QJsonObject>
#include <QtCore/QList>

namespace rastro::core {

/// Table `trail`: what happened on the way of a sale, append-only, for `rastro trace`.
struct TrailEntry
{
    qint64 id = 0;
    qint64 workspaceId = 0;
    Micros at = 0;
    QString step;  ///< Past noun: "click.stored", "start.received", "token.bound", "payment.paid", …
    QString token; ///< What it is about, as far as known.
    qint64 botId = 0;
    qint64 telegramUserId = 0;
    qint64 paymentId = 0;
    QString text;       ///< One sentence for people.
    QJsonObject detail; ///< For machines. Never a secret.
};

class TrailStore
{
public:
    virtual ~TrailStore() = default;

    virtual void add(const TrailEntry &entry) = 0;
    [[nodiscard]] virtual QList<TrailEntry> byToken(qint64 workspaceId, const QString &token) = 0;
    [[nodiscard]] virtual QList<TrailEntry> byUser(qint64 botId, qint64 telegramUserId) = 0;
    [[nodiscard]] virtual QList<TrailEntry> byPayment(qint64 paymentId) = 0;
    /// Entries after this id, oldest first: how the demo and `rastro watch` follow.
    [[nodiscard]] virtual QList<TrailEntry> after(qint64 workspaceId, qint64 id, int limit) = 0;
};

} // namespace rastro::core
