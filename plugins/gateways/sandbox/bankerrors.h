// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <rastro/clock.h>
#include <rastro/httpclient.h>

namespace rastro::gateway {

/// Does the request change something at the bank? Then an answer that never came may hide an effect.
enum class Effect { None, Possible };

/// What an answer other than 2xx means:
/// - 401, 403: the key is refused; reauthenticate.
/// - 408, 425, 429, 5xx: retry, after Retry-After (seconds or a date, at most a day) if it is given. 408 and 5xx leave
///   the outcome of an effect open: the bank may have failed after it (facts of the Pix API: query, then repeat).
/// - 3xx: redirects are never followed; give up, base_url is wrong.
/// - all else: final; give up with the bank's own sentence.
[[nodiscard]] Error errorOfAnswer(const HttpAnswer &answer, Effect effect, Micros now);

/// A 2xx whose body is not what the API promises: retry, and the outcome of an effect is open.
[[nodiscard]] Error errorOfGarbage(const QString &what, Effect effect);

/// An error of the HttpClient: passed on, but only an effect can be in doubt, and a charge whose answer was too large
/// to read was made all the same.
[[nodiscard]] Error errorOfTransport(const Error &error, Effect effect);

/// The host gave up before the answer came: "sandbox.aborted", retry.
[[nodiscard]] Error errorOfAbort(Effect effect);

/// Retry-After (RFC 9110, section 10.2.3): seconds, or a date compared with `now`. 0 if it says nothing usable; at most
/// a day.
[[nodiscard]] std::chrono::milliseconds retryAfter(const QByteArray &header, Micros now);

} // namespace rastro::gateway
