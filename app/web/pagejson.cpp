// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/pagejson.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QJsonDocument>

namespace rastro::web {

using namespace Qt::StringLiterals;

QString hashedId(const QString &id)
{
    QString plain;
    for (const QChar c : id.toLower()) {
        if (!c.isSpace())
            plain += c;
    }
    if (plain.isEmpty())
        return {};
    return QString::fromLatin1(QCryptographicHash::hash(plain.toUtf8(), QCryptographicHash::Sha256).toHex());
}

QJsonObject PageEvent::toJson() const
{
    QJsonObject json;
    const auto add = [&json](const QString &key, const QString &text) {
        if (!text.isEmpty())
            json.insert(key, text);
    };
    add(u"name"_s, name);
    add(u"id"_s, id);
    add(u"externalId"_s, hashedId(externalId));
    if (value) {
        json.insert(u"value"_s, value->toDecimal().toDouble());
        add(u"currency"_s, value->currency);
    }
    add(u"contentId"_s, contentId);
    add(u"contentName"_s, contentName);
    add(u"orderId"_s, orderId);
    add(u"sourceUrl"_s, sourceUrl);
    add(u"consent"_s, consentName(consent));
    return json;
}

QByteArray jsonForHtml(const QJsonObject &object)
{
    QByteArray json = QJsonDocument(object).toJson(QJsonDocument::Compact);
    json.replace('<', "\\u003c");
    json.replace('>', "\\u003e");
    json.replace('&', "\\u0026");
    json.replace("\xe2\x80\xa8", "\\u2028");
    json.replace("\xe2\x80\xa9", "\\u2029");
    return json;
}

} // namespace rastro::web
