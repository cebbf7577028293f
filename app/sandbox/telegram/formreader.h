// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QHash>
#include <QtCore/QList>
#include <QtCore/QString>
#include <optional>

namespace rastro::sandbox {

/// Fields of a form, decoded, in order.
using FormFields = QList<std::pair<QString, QByteArray>>;

/// A body in multipart/form-data (RFC 7578).
struct MultipartForm
{
    FormFields fields;
    QHash<QString, QByteArray> files; ///< Parts that have a file name, by field.
};

/// application/x-www-form-urlencoded, as in a query. Pure; any bytes.
[[nodiscard]] FormFields readUrlEncoded(const QByteArray &text);

/// Nothing if the boundary is missing or the body does not end with it. Pure; any bytes.
[[nodiscard]] std::optional<MultipartForm> readMultipart(const QByteArray &contentType, const QByteArray &body);

} // namespace rastro::sandbox
