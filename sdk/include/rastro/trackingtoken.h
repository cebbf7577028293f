// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/export.h"

#include <QtCore/QMetaType>
#include <QtCore/QString>
#include <optional>

namespace rastro {

/// The key of a click: exactly 32 lower-case hex digits. Only the redirect mints one; everybody else gets one from
/// parse(), so a wrong one (such as the origin platform's "tracking_…") can be neither stored nor attached.
class RASTRO_SDK_EXPORT TrackingToken
{
public:
    /// Nothing unless `text` is exactly 32 lower-case hex digits.
    [[nodiscard]] static std::optional<TrackingToken> parse(QStringView text);

    [[nodiscard]] const QString &toString() const { return m_text; }

    friend bool operator==(const TrackingToken &, const TrackingToken &) = default;

private:
    explicit TrackingToken(QString text)
        : m_text(std::move(text))
    {
    }

    QString m_text;
};

} // namespace rastro

Q_DECLARE_METATYPE(std::optional<rastro::TrackingToken>)
