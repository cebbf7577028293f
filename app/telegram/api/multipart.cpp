// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/api/multipart.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

namespace rastro::telegram {

namespace {

QByteArray plain(const QJsonValue &value)
{
    if (value.isObject())
        return QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
    if (value.isArray())
        return QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact);
    return value.toVariant().toString().toUtf8();
}

// RFC 7578 section 2 with the escapes of the HTML standard: a quote or line break must not end the name.
QByteArray quoted(QByteArray name)
{
    return '"' + name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A") + '"';
}

QByteArray boundaryFor(const QByteArray &content)
{
    QByteArray boundary;
    for (QByteArray salt; boundary.isEmpty() || content.contains(boundary); salt += 'x')
        boundary = "rastro-" + QCryptographicHash::hash(content + salt, QCryptographicHash::Sha256).toHex().left(32);
    return boundary;
}

} // namespace

MultipartBody encodeMultipart(const QJsonObject &fields, const UploadFile &file)
{
    QList<QByteArray> parts;
    for (auto field = fields.begin(); field != fields.end(); ++field)
        parts << "Content-Disposition: form-data; name=" + quoted(field.key().toUtf8()) + "\r\n\r\n" +
                     plain(field.value());
    parts << "Content-Disposition: form-data; name=" + quoted(file.field) + "; filename=" + quoted(file.fileName) +
                 "\r\nContent-Type: " + file.contentType + "\r\n\r\n" + file.bytes;
    const QByteArray boundary = boundaryFor(parts.join());
    QByteArray body;
    for (const QByteArray &part : std::as_const(parts))
        body += "--" + boundary + "\r\n" + part + "\r\n";
    return {"multipart/form-data; boundary=" + boundary, body + "--" + boundary + "--\r\n"};
}

} // namespace rastro::telegram
