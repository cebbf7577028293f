// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/meta/metarequest.h"

namespace rastro::sandbox {

/// A refusal in the shape of the Graph API (Meta, Graph API, "Handling errors").
struct MetaError
{
    int status = 400;     ///< HTTP
    int code = 100;       ///< 100: invalid parameter.
    int subcode = 0;      ///< 0: none.
    QString message;      ///< For developers.
    QString title;        ///< error_user_title; empty: left out.
    QString userMessage;  ///< error_user_msg; empty: left out.
    QList<QString> blame; ///< One path of blame_field_specs: data, 0, event_time. Empty: left out.
    bool isTransient = false;

    /// The same error, blaming a field of the event with this index.
    [[nodiscard]] MetaError at(qsizetype index, const QList<QString> &path) const;
    [[nodiscard]] MetaAnswer answer(const QString &traceId) const;
};

/// The refusals that are known from Meta, by what is wrong. Subcodes in brackets.
namespace metarefusal {

[[nodiscard]] MetaError invalid(const QString &message);                         ///< 100
[[nodiscard]] MetaError unexpectedKey(const QString &key, const QString &param); ///< 100
[[nodiscard]] MetaError clickId();                                               ///< 100 (2804001)
[[nodiscard]] MetaError tooOld();                                                ///< 100 (2804003)
[[nodiscard]] MetaError noValue();                                               ///< 100 (2804009)
[[nodiscard]] MetaError badCurrency();                                           ///< 100 (2804010)
[[nodiscard]] MetaError tooBroad();                                              ///< 100 (2804050)
[[nodiscard]] MetaError unknownPixel(const QString &id);                         ///< 100 (33)
[[nodiscard]] MetaError badToken();                                              ///< 190
[[nodiscard]] MetaError badSignature();                                          ///< 104
[[nodiscard]] MetaError tooManyCalls();                                          ///< 4 (1504022), HTTP 400 as Meta does
[[nodiscard]] MetaError unavailable();                                           ///< 2, HTTP 500, transient

} // namespace metarefusal

} // namespace rastro::sandbox
