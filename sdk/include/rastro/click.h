// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/clock.h"
#include "rastro/consent.h"
#include "rastro/trackingtoken.h"

#include <QtCore/QMap>
#include <QtCore/QString>

namespace rastro {

/// The five UTM parameters, as they came. Empty: not given.
struct Utm
{
    QString source;
    QString medium;
    QString campaign;
    QString content;
    QString term;

    [[nodiscard]] bool isEmpty() const
    {
        return source.isEmpty() && medium.isEmpty() && campaign.isEmpty() && content.isEmpty() && term.isEmpty();
    }
    friend bool operator==(const Utm &, const Utm &) = default;
};

/// What the redirect saw of one ad click. Write-once: after the redirect only fbp and fbc may be filled in, by the
/// bridge page, where they were empty.
struct Click
{
    TrackingToken token;
    qint64 poolId = 0;
    qint64 botId = 0;           ///< The bot that the pool chose; 0: none could take the visitor.
    QString fbclid;             ///< Byte for byte as in the URL, decoded once, '+' kept. Case matters.
    QString fbp;                ///< The `_fbp` cookie. Never invented.
    QString fbc;                ///< The `_fbc` cookie if it holds this fbclid, else fb.1.<first seen ms>.<fbclid>.
    QMap<QString, QString> ids; ///< All other click ids by their query key or cookie name: ttclid, gclid, _ttp, …
    Utm utm;
    QString visitorId; ///< First-party visitor cookie; the external_id of both channels.
    QString clientIp;  ///< The person's address, as seen through trusted proxies. May be empty.
    QString userAgent;
    QString landingUrl;
    QString referrer;
    qint64 firstSeenMs = 0;  ///< UTC milliseconds.
    QString pageviewEventId; ///< Event id of this click's PageView, and of the first Purchase it leads to.
    QString traffic;         ///< "person", or why it is not counted: "preview", "prefetch", "crawler", "head",
                             ///< "repeat".
    Consent consent = Consent::Absent; ///< What the visitor said to being reported. Since SDK 1.1.
};

} // namespace rastro

Q_DECLARE_METATYPE(rastro::Click)
