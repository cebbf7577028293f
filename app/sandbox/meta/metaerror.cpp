// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/meta/metaerror.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

MetaError MetaError::at(qsizetype index, const QList<QString> &path) const
{
    auto copy = *this;
    copy.blame = QList<QString>{u"data"_s, QString::number(index)} + path;
    return copy;
}

MetaAnswer MetaError::answer(const QString &traceId) const
{
    QJsonObject error{{u"message"_s, message},
                      {u"type"_s, u"OAuthException"_s},
                      {u"code"_s, code},
                      {u"is_transient"_s, isTransient},
                      {u"fbtrace_id"_s, traceId}};
    if (subcode != 0)
        error.insert(u"error_subcode"_s, subcode);
    if (!title.isEmpty())
        error.insert(u"error_user_title"_s, title);
    if (!userMessage.isEmpty())
        error.insert(u"error_user_msg"_s, userMessage);
    if (!blame.isEmpty())
        error.insert(u"error_data"_s,
                     QJsonObject{{u"blame_field_specs"_s, QJsonArray{QJsonArray::fromStringList(blame)}}});
    return {status,
            {{"content-type", "application/json; charset=UTF-8"}},
            QJsonDocument(QJsonObject{{u"error"_s, error}}).toJson(QJsonDocument::Compact)};
}

namespace metarefusal {

namespace {

MetaError withSubcode(int subcode, const QString &title, const QString &userMessage)
{
    auto error = invalid(u"Invalid parameter"_s);
    error.subcode = subcode;
    error.title = title;
    error.userMessage = userMessage;
    return error;
}

MetaError withCode(int code, const QString &message)
{
    auto error = invalid(message);
    error.code = code;
    return error;
}

} // namespace

MetaError invalid(const QString &message)
{
    MetaError error;
    error.message = message;
    return error;
}

MetaError unexpectedKey(const QString &key, const QString &param)
{
    return invalid(uR"((#100) Server Side Api Parameter Error: Unexpected key "%1" on param "%2")"_s.arg(key, param));
}

MetaError clickId()
{
    return withSubcode(2804001, u"Click ID Incorrectly Formatted"_s,
                       u"The fbc of the event is not of the form fb.subdomainIndex.creationTime.fbclid."_s);
}

MetaError tooOld()
{
    return withSubcode(2804003, u"Event Timestamp Too Old"_s,
                       u"The timestamp for this event is too far in the past. It must be within the last 7 days."_s);
}

MetaError noValue()
{
    return withSubcode(2804009, u"Missing Value Parameter"_s, u"A Purchase event needs a value of zero or more."_s);
}

MetaError badCurrency()
{
    return withSubcode(2804010, u"Invalid Currency Parameter"_s, u"A Purchase event needs a currency of ISO 4217."_s);
}

MetaError tooBroad()
{
    return withSubcode(2804050, u"You Haven't Added Sufficient Customer Information Parameter Data For This Event"_s,
                       u"The event does not have enough customer information to be matched to an account."_s);
}

MetaError unknownPixel(const QString &id)
{
    auto error =
        invalid(u"Unsupported post request. Object with ID '%1' does not exist, cannot be loaded due to missing "
                "permissions, or does not support this operation."_s.arg(id));
    error.subcode = 33;
    return error;
}

MetaError badToken()
{
    return withCode(190, u"Invalid OAuth access token - Cannot parse access token"_s);
}

MetaError badSignature()
{
    return withCode(104, u"Incorrect signature"_s);
}

MetaError tooManyCalls()
{
    auto error = withCode(4, u"(#4) Application request limit reached"_s);
    error.subcode = 1504022;
    return error;
}

MetaError unavailable()
{
    auto error = withCode(2, u"An unexpected error has occurred. Please retry your request later."_s);
    error.status = 500;
    error.isTransient = true;
    return error;
}

} // namespace metarefusal

} // namespace rastro::sandbox
