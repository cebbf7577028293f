// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <rastro/trackingplugin.h>

#include <QtCore/QHash>
#include <QtCore/QPointer>

namespace rastro::tracking {

class StartInquiry;

/// The tracking plugin: answers from the clicks of the bot's workspace. Where a click cannot be looked up it says
/// nothing, and the host asks again.
class ClickTracking : public TrackingPlugin
{
    Q_OBJECT

public:
    using TrackingPlugin::TrackingPlugin;

    void onStarted(const rastro::Start &start) override;
    void onPaymentCreated(const rastro::Payment &payment) override;

private:
    void attach(const Payment &payment, const std::optional<Click> &click);
    void postpone(const QString &what, const Error &error);

    QHash<qint64, QPointer<StartInquiry>> m_inquiries; ///< By start id.
    QHash<qint64, QPointer<QObject>> m_attachments;    ///< By payment id: context of the look-up under way.
};

} // namespace rastro::tracking
