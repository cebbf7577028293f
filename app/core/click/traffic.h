// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>

namespace rastro::core {

/// What of a request tells who asks. Header values as they came; empty when not sent.
struct VisitHints
{
    QByteArray method;     ///< "GET", "HEAD", …
    QByteArray userAgent;  ///< User-Agent.
    QByteArray secPurpose; ///< Sec-Purpose (WHATWG Fetch): "prefetch", "prefetch;prerender".
    QByteArray purpose;    ///< Purpose: what browsers sent before Sec-Purpose.
    QByteArray xPurpose;   ///< X-Purpose: Meta's apps fetch ahead with "preview", from a person's phone.
    QByteArray xMoz;       ///< X-Moz: "prefetch", older Firefox.
};

/// Value of Click::traffic: "person", or why the visit is not counted: "head", "prefetch", "preview" (a link preview),
/// "crawler". captureClick() adds "repeat": a person who loads the same address again within seconds. It decides what
/// is reported, never what is shown: everybody gets the same page.
[[nodiscard]] QString classifyTraffic(const VisitHints &hints);

/// Whether classifyTraffic() says "person".
[[nodiscard]] bool isPerson(const VisitHints &hints);

} // namespace rastro::core
