// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>

namespace rastro::core {

/// What of a request tells who asks: views into it. Header values as they came; empty when not sent.
struct VisitHints
{
    QByteArrayView method;     ///< "GET", "HEAD", …
    QByteArrayView userAgent;  ///< User-Agent.
    QByteArrayView secPurpose; ///< Sec-Purpose (WHATWG Fetch): "prefetch", "prefetch;prerender".
    QByteArrayView purpose;    ///< Purpose: what browsers sent before Sec-Purpose.
    QByteArrayView xPurpose;   ///< X-Purpose: Meta's apps fetch ahead with "preview", from a person's phone.
    QByteArrayView xMoz;       ///< X-Moz: "prefetch", older Firefox.
};

/// Value of Click::traffic: "person", or why the visit is not counted: "head", "prefetch", "preview" (a link preview),
/// "crawler". captureClick() adds "repeat": a person who loads the same address again within seconds. It decides what
/// is reported, never what is shown: everybody gets the same page.
[[nodiscard]] QString classifyTraffic(const VisitHints &hints);

/// Whether classifyTraffic() says "person".
[[nodiscard]] bool isPerson(const VisitHints &hints);

} // namespace rastro::core
