// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/result.h"

#include <QtCore/QJsonObject>
#include <functional>

namespace rastro::server {

/// A secret of the shop file: its value and, if it was a reference, where it comes from.
struct ResolvedSecret
{
    QString value;
    QJsonObject source; ///< {"env": NAME} or {"file": PATH}; empty: given as text.
};

/// Asks a person for a secret; nothing when there is nobody to ask.
using AskForSecret = std::function<std::optional<QString>(const QString &what)>;

/// Is this {"env": …} or {"file": …}?
[[nodiscard]] bool isSecretReference(const QJsonValue &value);

/// Resolves text, {"env": NAME} or {"file": PATH}. Errors name the path in the document and what to do.
[[nodiscard]] Result<ResolvedSecret> resolveSecret(const QJsonValue &value, const QString &path,
                                                   const AskForSecret &ask);

/// On a terminal: asks without showing what is typed. Elsewhere: nobody to ask.
[[nodiscard]] std::optional<QString> askOnTerminal(const QString &what);

} // namespace rastro::server
