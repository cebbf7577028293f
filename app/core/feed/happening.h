// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/clickfeed.h"
#include "core/ports/trailstore.h"

#include <optional>

namespace rastro::core {

/// One line of `rastro watch`.
struct Happening
{
    enum Kind { Click, Start, Sale, Event };

    Kind kind = Click;
    Micros at = 0;
    QString step; ///< As in the trail: "click.stored", "token.bound", "payment.paid", …
    QString text; ///< One sentence.
    QString token;
    qint64 botId = 0;
    qint64 poolId = 0; ///< Of the click, as far as it is known; else 0.
    qint64 telegramUserId = 0;
    qint64 paymentId = 0;
    QJsonObject detail;

    /// docs/explanations.md describes it.
    [[nodiscard]] QJsonObject toJson() const;
};

/// "click", "start", "sale" or "event".
[[nodiscard]] QString kindName(Happening::Kind kind);

/// The kind of a step of the trail; none: of no kind that is followed, or followed otherwise (the click's own step).
[[nodiscard]] std::optional<Happening::Kind> kindOfStep(const QString &step);

// Pure.
[[nodiscard]] Happening happeningOf(const rastro::Click &click);
[[nodiscard]] Happening happeningOf(const TrailEntry &entry, Happening::Kind kind);

} // namespace rastro::core
