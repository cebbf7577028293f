// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QJsonObject>
#include <QtCore/QString>

namespace rastro::meta {

/// What a refusal by Meta means for the queue.
enum class Refusal {
    Transient,    ///< Passing. Also every code that is not known here.
    Throttled,    ///< Too many calls for this pixel or token: pause it.
    Unauthorised, ///< Token, permission or pixel id: nothing goes through until the operator acts.
    BadEvent      ///< The event (or one of its batch) can never be accepted as it is.
};

/// The `error` object of an answer (Meta, Graph API, "Handling errors").
struct GraphError
{
    int code = 0;
    int subcode = 0;
    bool isTransient = false;
    QString message;     ///< For developers.
    QString userTitle;   ///< For people, in the language of the token's owner.
    QString userMessage; ///< The same.
    QString blame;       ///< "data.0.user_data.fbc": error_data.blame_field_specs, if given.
    QString traceId;     ///< fbtrace_id, which Meta's support asks for.

    [[nodiscard]] static GraphError read(const QJsonObject &error);
};

/// Judges by the codes alone: "Error handling should be done using only the Error Codes"; the type OAuthException
/// comes with throttling and with bad events, too. `status` is the HTTP status.
[[nodiscard]] Refusal classify(const GraphError &error, int status);

/// Subcode 2804001, "Click ID Incorrectly Formatted": the same event is accepted without fbc.
[[nodiscard]] bool isAboutFbc(const GraphError &error);

} // namespace rastro::meta
