// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/api/botapi.h"

#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::telegram {

namespace {

constexpr std::chrono::milliseconds callTimeout = 30s;
constexpr std::chrono::milliseconds uploadTimeout = 60s;
constexpr std::chrono::milliseconds pollGrace = 10s;
constexpr qint64 largestAnswer = 16 * 1024 * 1024; // the server cuts a batch at about 4 MB

BotApi::Updates readUpdates(const Result<HttpAnswer> &answer)
{
    if (answer) {
        if (auto updates = splitUpdates(answer->body))
            return *std::move(updates);
    }
    const ApiResult result = readAnswer(answer);
    return tl::unexpected(result ? garbledAnswer(answer->status) : result.error());
}

} // namespace

BotApi::BotApi(HttpClient &http, QUrl base, BotToken token)
    : m_http(&http)
    , m_base(std::move(base))
    , m_token(std::move(token))
{
}

HttpRequest BotApi::request(const QString &method) const
{
    QString prefix = m_base.path();
    while (prefix.endsWith(u'/'))
        prefix.chop(1);
    HttpRequest request;
    request.method = "POST";
    request.url = m_base;
    request.url.setPath(u"%1/bot%2/%3"_s.arg(prefix, m_token.secret(), method), QUrl::DecodedMode);
    request.timeout = callTimeout;
    request.maxAnswerBytes = largestAnswer;
    return request;
}

HttpRequest BotApi::jsonRequest(const QString &method, const QJsonObject &params) const
{
    HttpRequest http = request(method);
    http.headers = {{"Content-Type", "application/json"}};
    http.body = QJsonDocument(params).toJson(QJsonDocument::Compact);
    return http;
}

void BotApi::send(const HttpRequest &request, QObject *context, Then then) const
{
    m_http->send(request, context,
                 [then = std::move(then)](const Result<HttpAnswer> &answer) { then(readAnswer(answer)); });
}

void BotApi::call(const QString &method, const QJsonObject &params, QObject *context, Then then) const
{
    send(jsonRequest(method, params), context, std::move(then));
}

void BotApi::upload(const QString &method, const QJsonObject &params, const UploadFile &file, QObject *context,
                    Then then) const
{
    MultipartBody multipart = encodeMultipart(params, file);
    HttpRequest http = request(method);
    http.headers = {{"Content-Type", multipart.contentType}};
    http.body = std::move(multipart.body);
    http.timeout = uploadTimeout;
    send(http, context, std::move(then));
}

void BotApi::getUpdates(const QJsonObject &params, std::chrono::seconds poll, QObject *context,
                        std::function<void(const Updates &)> then) const
{
    QJsonObject withTimeout = params;
    withTimeout["timeout"_L1] = qint64(poll.count());
    HttpRequest http = jsonRequest(u"getUpdates"_s, withTimeout);
    http.timeout = poll + pollGrace;
    m_http->send(http, context,
                 [then = std::move(then)](const Result<HttpAnswer> &answer) { then(readUpdates(answer)); });
}

} // namespace rastro::telegram
