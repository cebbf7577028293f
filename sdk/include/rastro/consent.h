// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QMetaType>
#include <QtCore/QString>

namespace rastro {

/// Whether a visitor agreed to being reported to ad platforms, as the page before the redirect told it.
enum class Consent {
    Absent,  ///< Nobody said anything.
    Granted, ///< The visitor agreed.
    Denied   ///< The visitor refused.
};

/// "granted" or "denied"; empty: absent. The form that is stored and that the redirect takes.
[[nodiscard]] inline QString consentName(Consent consent)
{
    if (consent == Consent::Absent)
        return {};
    return consent == Consent::Granted ? QStringLiteral("granted") : QStringLiteral("denied");
}

/// Anything else is absent: an agreement is never read out of a text that does not say so.
[[nodiscard]] inline Consent consentFromName(QStringView name)
{
    if (name == u"granted")
        return Consent::Granted;
    return name == u"denied" ? Consent::Denied : Consent::Absent;
}

} // namespace rastro

Q_DECLARE_METATYPE(rastro::Consent)
