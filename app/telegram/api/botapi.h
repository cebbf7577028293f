// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telegram/api/apianswer.h"
#include "telegram/api/bottoken.h"
#include "telegram/api/multipart.h"
#include "telegram/update/updatesplit.h"

#include <QtCore/QJsonObject>
#include <QtCore/QUrl>
#include <functional>

namespace rastro::telegram {

/// One bot's way to the Bot API (Bot API, Making requests): `POST <base>/bot<token>/<method>`. A small value that
/// refers to the host's HttpClient, which must outlive it. Core thread only; never blocks; the token appears in no
/// error. Calls are given up, and `then` is not called, when `context` is deleted.
class BotApi
{
public:
    using Then = std::function<void(const ApiResult &)>;
    using Updates = tl::expected<QList<RawUpdate>, ApiError>;

    /// `base` is where the Bot API answers: https://api.telegram.org, a local server, or the sandbox.
    BotApi(HttpClient &http, QUrl base, BotToken token);

    /// Calls a method with JSON parameters.
    void call(const QString &method, const QJsonObject &params, QObject *context, Then then) const;

    /// Calls a method with a file (multipart/form-data), such as sendPhoto.
    void upload(const QString &method, const QJsonObject &params, const UploadFile &file, QObject *context,
                Then then) const;

    /// getUpdates, with each update's raw bytes. `poll` is the long poll's `timeout` parameter; the exchange itself
    /// may take 10 s longer, so that a half-open connection is noticed.
    void getUpdates(const QJsonObject &params, std::chrono::seconds poll, QObject *context,
                    std::function<void(const Updates &)> then) const;

    [[nodiscard]] const BotToken &token() const { return m_token; }

private:
    [[nodiscard]] HttpRequest request(const QString &method) const;
    [[nodiscard]] HttpRequest jsonRequest(const QString &method, const QJsonObject &params) const;
    void send(const HttpRequest &request, QObject *context, Then then) const;

    HttpClient *m_http;
    QUrl m_base;
    BotToken m_token;
};

} // namespace rastro::telegram
