// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/reasons.h"

namespace rastro::core {

/// One field of a sale, a person or a click: what it is, or why it is empty and what to do.
struct Finding
{
    QString field;
    QString value;  ///< May be there beside a reason: a value that is not what it should be.
    QString code;   ///< Reason::code; empty if all is well.
    QString reason; ///< One sentence.
    QString remedy; ///< Only if something can be done.
    Severity severity = Severity::Ok;
};

/// All is well.
[[nodiscard]] inline Finding found(const QString &field, const QString &value)
{
    return {field, value, {}, {}, {}, Severity::Ok};
}

/// Something is missing or wrong. `said` is what the vendor, the gateway or Telegram said, for reasons that quote it.
[[nodiscard]] inline Finding missing(const QString &field, Why why, const QString &said = {}, const QString &value = {})
{
    const Reason &reason = reasonFor(why);
    // Not arg(): what is said may hold a % of its own, and may be missing.
    const auto text = QString(reason.text).replace(QStringLiteral("%1"), said).trimmed();
    return {field, value, reason.code, text, reason.remedy, reason.severity};
}

} // namespace rastro::core
