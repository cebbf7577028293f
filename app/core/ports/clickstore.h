// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/attribution.h"
#include "rastro/click.h"

#include <QtCore/QList>
#include <optional>
#include <span>

namespace rastro::core {

/// A click to be stored; it must live that long.
struct NewClick
{
    qint64 workspaceId = 0;
    const Click *click = nullptr;
};

/// By what the person of a new click may be recognised; by an empty text nobody is. What it looks at must live that
/// long.
struct Newcomer
{
    qint64 workspaceId = 0;
    qint64 botId = 0;
    QStringView fbclid;
    QStringView visitorId;
};

/// Who a newcomer is.
struct Recognised
{
    qint64 telegramUserId = 0;                       ///< 0: nobody whom we know.
    AttributionRule rule = AttributionRule::Organic; ///< ReturningFbclid or ReturningVisitor, if it is somebody.
};

/// Table `clicks`. A click is written once; only fbp, fbc (where empty) and who it was bound to are added later.
class ClickStore
{
public:
    virtual ~ClickStore() = default;

    /// Many at once, which is far cheaper than one by one.
    void insert(const QList<NewClick> &clicks)
    {
        write(clicks);
        count(clicks);
    }
    void insert(qint64 workspaceId, const Click &click) { insert({{workspaceId, &click}}); }
    /// insert() in two halves, for who writes several times in one transaction, and counts all of it at the end.
    virtual void write(const QList<NewClick> &clicks) = 0;
    virtual void count(const QList<NewClick> &clicks) = 0;
    /// One, unless its token is known, in whatever workspace. True if it was stored.
    virtual bool insertIfNew(qint64 workspaceId, const Click &click) = 0;
    [[nodiscard]] virtual std::optional<Click> byToken(qint64 workspaceId, const TrackingToken &token) = 0;
    /// The newest click with exactly this fbclid, other than `except`.
    [[nodiscard]] virtual std::optional<Click> byFbclid(qint64 workspaceId, const QString &fbclid,
                                                        const QString &except = {}) = 0;
    /// The newest click of this visitor, other than `except`.
    [[nodiscard]] virtual std::optional<Click> byVisitor(qint64 workspaceId, const QString &visitorId,
                                                         const QString &except = {}) = 0;
    /// Clicks with a token after this one, oldest first (tokens are in the order of time): how the demo and `rastro
    /// watch` follow.
    [[nodiscard]] virtual QList<Click> after(qint64 workspaceId, const QString &token, int limit) = 0;
    /// Who each of them is, in their order: the Telegram user to whom the workspace's newest bound click with this
    /// fbclid belongs; else the bot's user who has it without a click, since he was brought over from another platform;
    /// else the one to whom the workspace's newest bound click of this visitor belongs. Asking for many at once may be
    /// far cheaper than one by one, and gives the same.
    [[nodiscard]] virtual QList<Recognised> recognise(std::span<const Newcomer> newcomers) = 0;
    /// Notes that this click was bound to a person (the last one, if there are several).
    virtual void markBound(const TrackingToken &token, qint64 botId, qint64 telegramUserId, Micros at) = 0;
    /// Fills fbp and fbc where they are empty. True if something changed.
    virtual bool addBrowserIds(const TrackingToken &token, const QString &fbp, const QString &fbc) = 0;
    /// Clicks of the workspace with a `traffic` of "person", and all.
    struct Counts
    {
        qint64 people = 0;
        qint64 others = 0;
    };
    [[nodiscard]] virtual Counts count(qint64 workspaceId) = 0;
};

} // namespace rastro::core
