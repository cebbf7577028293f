// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/traffic.h"
#include "core/shop/shop.h"
#include "rastro/click.h"

#include <QtCore/QStringList>

namespace rastro::core {

/// What the redirect was asked: bytes as they came, nothing decoded, nothing trusted. Its views must outlive it.
struct ClickRequest
{
    VisitHints hints;
    QByteArray url;          ///< Public address of the redirect, with the query as it came.
    QByteArray query;        ///< What stands behind '?'.
    QByteArray cookies;      ///< The Cookie field; several are joined with "; ".
    QByteArrayView referrer; ///< The Referer field.
    QString clientIp;        ///< From clientAddress().
};

/// What the enabled pixels want captured beside what every click has; they declare it in their metadata.
struct CaptureKeys
{
    QList<QByteArray> query;   ///< Keys of the query: "sck".
    QList<QByteArray> cookies; ///< Names of cookies: "_scid".
};

/// The random half of a click.
struct ClickIds
{
    TrackingToken token;     ///< From the TokenMinter.
    QString pageviewEventId; ///< From randomHexId(): not derived from the token, which no pixel may learn.
    QString visitorId;       ///< From randomHexId(): used when the visitor has none yet.
};

/// A click as the redirect saw it.
struct CapturedClick
{
    Click click;
    QStringList notes;         ///< What was refused or cut and why, a sentence each, for the trail.
    bool isNewVisitor = false; ///< The visitor's id was made for this click: no earlier one can have it.
};

/// Name of the first-party visitor cookie: 32 hex digits.
inline constexpr char VisitorCookie[] = "rv";
/// Name of the cookie in which a page of the operator's own, on the same domain, says what the visitor agreed to:
/// "granted" or "denied". The address may say the same: `?consent=denied`.
inline constexpr char ConsentCookie[] = "rastro_consent";
/// Name of the cookie that says that this visitor opened the same address seconds ago: its digest.
inline constexpr char RepeatCookie[] = "rr";
/// How long a further load of the same address counts as the same visit.
inline constexpr int RepeatSeconds = 10;

/// What the repeat cookie of this visit holds: 16 hex digits made of the query, which is all that tells ads apart (the
/// cookie's path is that of the pool).
[[nodiscard]] QByteArray visitDigest(QByteArrayView query);

/// Longest value that is kept of each field, in characters; what is longer is cut and noted. Click ids are never cut:
/// over MaxClickId bytes they are refused and noted.
struct CaptureLimits
{
    static constexpr qsizetype Utm = 1024;
    static constexpr qsizetype UserAgent = 1024;
    static constexpr qsizetype Url = 8192;
    static constexpr qsizetype Referrer = 2048;
};

/// Reads everything that one ad click brings. Pure: the same request and ids give the same click. Never fails: what is
/// malformed is left out and noted.
///
/// fbclid is kept byte for byte. fbc is the `_fbc` cookie if it holds this fbclid (or the URL has none), else it is
/// made from the fbclid and `now`. fbp is the `_fbp` cookie or empty, never invented. The visitor's id is that of the
/// `rv` cookie, or `ids.visitorId`, which is then to be set.
[[nodiscard]] CapturedClick captureClick(const ClickRequest &request, const Pool &pool, qint64 botId,
                                         const ClickIds &ids, Micros now, const CaptureKeys &keys = {});

} // namespace rastro::core
