// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/telegram/formreader.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

namespace {

QByteArray decoded(QByteArray text)
{
    return QByteArray::fromPercentEncoding(text.replace('+', ' '));
}

// The value of `name` among a header's parameters, without its quotes.
QString parameter(const QByteArray &header, const QString &name)
{
    const QRegularExpression shape(u"[;\\s]%1=(?:\"([^\"]*)\"|([^;\\s]+))"_s.arg(name),
                                   QRegularExpression::CaseInsensitiveOption);
    const auto match = shape.match(QString::fromUtf8(header));
    return match.captured(1).isEmpty() ? match.captured(2) : match.captured(1);
}

void addPart(MultipartForm &form, const QByteArray &part)
{
    const qsizetype end = part.indexOf("\r\n\r\n");
    if (end < 0)
        return;
    const QByteArray head = part.first(end);
    const QByteArray content = part.sliced(end + 4);
    const QString name = parameter(head, u"name"_s);
    if (head.contains("filename="))
        form.files.insert(name, content);
    else
        form.fields.append({name, content});
}

} // namespace

FormFields readUrlEncoded(const QByteArray &text)
{
    FormFields fields;
    for (const QByteArray &pair : text.split('&')) {
        const qsizetype equals = pair.indexOf('=');
        if (!pair.isEmpty())
            fields.append({QString::fromUtf8(decoded(equals < 0 ? pair : pair.first(equals))),
                           equals < 0 ? QByteArray() : decoded(pair.sliced(equals + 1))});
    }
    return fields;
}

std::optional<MultipartForm> readMultipart(const QByteArray &contentType, const QByteArray &body)
{
    const QByteArray boundary = parameter(contentType, u"boundary"_s).toUtf8();
    const QByteArray delimiter = "\r\n--" + boundary;
    const QByteArray text = "\r\n" + body;
    if (boundary.isEmpty() || !text.contains(delimiter + "--"))
        return {};
    MultipartForm form;
    qsizetype at = text.indexOf(delimiter);
    while (true) {
        const qsizetype from = at + delimiter.size();
        const qsizetype next = text.indexOf(delimiter, from);
        if (next < 0 || text.sliced(from).startsWith("--"))
            return form;
        addPart(form, text.sliced(from, next - from));
        at = next;
    }
}

} // namespace rastro::sandbox
