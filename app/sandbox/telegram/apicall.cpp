// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/telegram/apicall.h"

#include "sandbox/telegram/apischema.h"
#include "sandbox/telegram/formreader.h"

#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

namespace {

QByteArray contentTypeOf(const Headers &headers)
{
    for (const auto &[name, value] : headers) {
        if (name.compare("content-type", Qt::CaseInsensitive) == 0)
            return value.trimmed();
    }
    return {};
}

void addFields(ApiCall &call, const FormFields &fields)
{
    for (const auto &[name, value] : fields)
        call.params[name] = QString::fromUtf8(value);
}

bool addBody(ApiCall &call, const QByteArray &contentType, const QByteArray &body)
{
    const QByteArray type = contentType.toLower();
    if (body.isEmpty())
        return true;
    if (type.startsWith("application/json")) {
        const QJsonDocument json = QJsonDocument::fromJson(body);
        const QJsonObject object = json.object();
        for (auto param = object.begin(); param != object.end(); ++param)
            call.params[param.key()] = param.value();
        return json.isObject();
    }
    if (type.startsWith("multipart/form-data")) {
        const auto form = readMultipart(contentType, body);
        if (form) {
            addFields(call, form->fields);
            call.files = form->files;
        }
        return form.has_value();
    }
    addFields(call, readUrlEncoded(body));
    return true;
}

} // namespace

tl::unexpected<ApiRefusal> badRequest(const QString &reason)
{
    return refusal(400, u"Bad Request: "_s + reason);
}

tl::unexpected<ApiRefusal> refusal(int code, const QString &description)
{
    return tl::unexpected(ApiRefusal{code, description, 0});
}

HttpReply toReply(const ApiOutcome &outcome)
{
    QJsonObject envelope{{u"ok"_s, outcome.has_value()}};
    HttpReply reply;
    if (outcome) {
        envelope[u"result"_s] = *outcome;
    } else {
        const ApiRefusal &why = outcome.error();
        reply.status = why.code;
        envelope[u"error_code"_s] = why.code;
        envelope[u"description"_s] = why.description;
        if (why.retryAfter > 0) {
            envelope[u"parameters"_s] = QJsonObject{{u"retry_after"_s, why.retryAfter}};
            reply.headers = {{"Retry-After", QByteArray::number(why.retryAfter)}};
        }
    }
    reply.body = QJsonDocument(envelope).toJson(QJsonDocument::Compact);
    return reply;
}

tl::expected<ApiCall, ApiRefusal> readCall(const QString &path, const QByteArray &query, const Headers &headers,
                                           const QByteArray &body)
{
    ApiCall call;
    call.token = path.section(u'/', 1, 1).sliced(3); // after "bot"
    call.method = ApiSchema::builtIn().canonicalMethod(path.section(u'/', 2, 2));
    addFields(call, readUrlEncoded(query));
    if (!addBody(call, contentTypeOf(headers), body))
        return badRequest(u"can't parse the request's body"_s);
    call.params = ApiSchema::builtIn().converted(call.method, call.params);
    return call;
}

} // namespace rastro::sandbox
