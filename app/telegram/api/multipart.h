// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QJsonObject>

namespace rastro::telegram {

/// A file that is uploaded with a call (Bot API, Sending files).
struct UploadFile
{
    QByteArray field;       ///< The parameter it fills: "photo".
    QByteArray fileName;    ///< What the other side sees.
    QByteArray contentType; ///< "image/png".
    QByteArray bytes;
};

/// A body in multipart/form-data with its Content-Type header.
struct MultipartBody
{
    QByteArray contentType;
    QByteArray body;
};

/// Encodes parameters and one file (RFC 7578). Objects and arrays go as JSON, as the Bot API wants them. Pure: the
/// boundary is derived from the content and does not occur in it.
[[nodiscard]] MultipartBody encodeMultipart(const QJsonObject &fields, const UploadFile &file);

} // namespace rastro::telegram
