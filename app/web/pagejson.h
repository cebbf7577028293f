// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/consent.h"
#include "rastro/money.h"

#include <QtCore/QJsonObject>

namespace rastro::web {

/// The browser's half of an event, as a pixel's script gets it (see BrowserSnippet::script).
struct PageEvent
{
    QString name;
    QString id;
    QString externalId; ///< Raw; toJson() hashes it.
    std::optional<Money> value;
    QString contentId;
    QString contentName;
    QString orderId;
    QString sourceUrl;
    Consent consent = Consent::Absent;

    /// Without what is empty; `value` as a number in major units.
    [[nodiscard]] QJsonObject toJson() const;
};

/// SHA-256 in hex of the id in lower case without spaces: the same string that the server sends (Meta's rule for
/// external_id). Empty for an empty id.
[[nodiscard]] QString hashedId(const QString &id);

/// `object` as JSON that can stand in a <script type="application/json"> element and in JavaScript: <, >, &, U+2028 and
/// U+2029 are written as \u escapes, so no value can end the element.
[[nodiscard]] QByteArray jsonForHtml(const QJsonObject &object);

} // namespace rastro::web
