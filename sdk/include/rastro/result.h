// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/export.h"

#include <QtCore/QString>
#include <chrono>
#include <tl/expected.hpp>

namespace rastro {

/// What the host should do about an error. It decides the queue's behaviour, so choose it with care.
enum class ErrorClass {
    Retry,          ///< Passing: the same call may succeed later (network, 5xx, rate limit).
    Reauthenticate, ///< Credentials are refused: stop, tell the operator, keep the work until they are replaced.
    GiveUp,         ///< This call can never succeed as it is.
    Withhold        ///< Nothing failed: it must not be done, since the person did not agree to it.
};

/// An error as a value. Never holds a secret: messages are logged and shown to operators.
struct Error
{
    QString code;                            ///< Stable, dotted, for machines: "http.timeout".
    QString message;                         ///< What failed, what was expected, what to do. For people.
    ErrorClass kind = ErrorClass::GiveUp;    ///< What the host should do.
    std::chrono::milliseconds retryAfter{0}; ///< The least pause before a retry; 0: the host chooses.
    bool outcomeUnknown = false;             ///< The request may have taken effect on the other side.
};

/// A value or an Error. No exception crosses the SDK's edge; return one of these instead.
template <class T>
using Result = tl::expected<T, Error>;

/// Makes the error side of a Result: `return failure(u"pix.no_key"_s, u"…"_s);`
[[nodiscard]] RASTRO_SDK_EXPORT tl::unexpected<Error> failure(QString code, QString message,
                                                              ErrorClass kind = ErrorClass::GiveUp);

/// "retry", "reauthenticate" or "give up": for logs and trails.
[[nodiscard]] RASTRO_SDK_EXPORT QString errorClassName(ErrorClass kind);

} // namespace rastro
