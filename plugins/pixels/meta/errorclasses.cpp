// SPDX-License-Identifier: GPL-3.0-or-later
#include "errorclasses.h"

#include <QtCore/QJsonArray>
#include <QtCore/QSet>
#include <QtCore/QStringList>

using namespace Qt::StringLiterals;

namespace rastro::meta {

namespace {

// error_data is an object, or the same as JSON text; blame_field_specs a list of paths.
QString blameOf(const QJsonValue &errorData)
{
    const auto paths = errorData.toObject().value(u"blame_field_specs"_s).toArray();
    QStringList texts;
    for (const auto &path : paths) {
        QStringList parts;
        for (const auto &part : path.toArray())
            parts.append(part.toVariant().toString());
        texts.append(parts.join(u'.'));
    }
    return texts.join(u", "_s);
}

// Meta, Marketing API, "Rate limiting": application, user and page limits, and those of business use cases.
bool isThrottle(int code)
{
    static const QSet<int> codes{4, 17, 32, 613, 80000, 80001, 80002, 80003, 80004, 80005, 80006, 80008, 80009, 80014};
    return codes.contains(code);
}

// Meta, Graph API, "Handling errors": 10 and 200–299 are permissions, 102 and 190 the token, 104 the signature
// (appsecret_proof); 803 and 100/33 an object that does not exist or that the token may not see.
bool isAuthorisation(int code, int subcode)
{
    static const QSet<int> codes{10, 102, 104, 190, 803};
    return codes.contains(code) || (code >= 200 && code <= 299) || (code == 100 && subcode == 33);
}

} // namespace

GraphError GraphError::read(const QJsonObject &error)
{
    GraphError read;
    read.code = error.value(u"code"_s).toInt();
    read.subcode = error.value(u"error_subcode"_s).toInt();
    read.isTransient = error.value(u"is_transient"_s).toBool();
    read.message = error.value(u"message"_s).toString();
    read.userTitle = error.value(u"error_user_title"_s).toString();
    read.userMessage = error.value(u"error_user_msg"_s).toString();
    read.blame = blameOf(error.value(u"error_data"_s));
    read.traceId = error.value(u"fbtrace_id"_s).toString();
    return read;
}

Refusal classify(const GraphError &error, int status)
{
    if (status == 429 || isThrottle(error.code))
        return Refusal::Throttled;
    if (error.isTransient)
        return Refusal::Transient;
    if (isAuthorisation(error.code, error.subcode))
        return Refusal::Unauthorised;
    return error.code == 100 || error.code == 105 ? Refusal::BadEvent : Refusal::Transient;
}

bool isAboutFbc(const GraphError &error)
{
    return error.code == 100 && error.subcode == 2804001;
}

} // namespace rastro::meta
