// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/click.h"
#include "rastro/money.h"

#include <optional>

namespace rastro {

/// What is reported to pixels.
enum class EventName {
    PageView,         ///< The redirect.
    ViewContent,      ///< /start.
    InitiateCheckout, ///< A charge was made.
    Purchase          ///< It was paid.
};

/// "PageView" and so on: byte for byte the same in the browser and on the server, or they do not deduplicate.
[[nodiscard]] RASTRO_SDK_EXPORT QString eventNameText(EventName name);
[[nodiscard]] RASTRO_SDK_EXPORT std::optional<EventName> eventNameFromText(QStringView text);

/// One event to report. Facts only, raw: the pixel plugin normalises, hashes and leaves out what is empty.
struct ConversionEvent
{
    qint64 id = 0; ///< Row of the outbox; repeated in the DeliveryReport.
    EventName name = EventName::PageView;
    QString eventId;            ///< Stored once; the browser's event has the same one.
    Micros at = 0;              ///< When it happened (not when it is sent).
    std::optional<Click> click; ///< The click it is attributed to. None: organic.
    QString externalId;         ///< Raw id of the person, the same in browser and server. The plugin hashes it.
    std::optional<Money> value;
    QString contentId;   ///< Key of the offer.
    QString contentName; ///< Title of the offer.
    QString orderId;     ///< Public reference of the payment.
    QString email;       ///< Given by the payer. Never invented.
    QString phone;
    QString firstName;
    QString lastName;
    /// What the person said to being reported: that of the click, frozen with the payment. A pixel must not send what
    /// identifies a person who refused. Since SDK 1.1.
    Consent consent = Consent::Absent;
};

/// What became of one event.
struct EventOutcome
{
    qint64 eventRow = 0;    ///< ConversionEvent::id.
    Result<QString> answer; ///< The vendor's answer in short (redacted), or why it was not accepted.
};

/// The plugin's report of one delivery: an outcome for each event it was given.
using DeliveryReport = QList<EventOutcome>;

} // namespace rastro

Q_DECLARE_METATYPE(rastro::ConversionEvent)
