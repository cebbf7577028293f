// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/runtime/webhookroutes.h"

#include "telegram/source/webhookpost.h"

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

http::HttpResponse stored(bool durable)
{
    return durable ? http::HttpResponse::text("ok") : http::HttpResponse::text("not stored, post again", 503);
}

// Compares with every secret there is, in constant time each: the answer's delay tells nothing of a secret.
const core::PluginSetting *settingOf(const core::Shop &shop, const QString &gateway, const QByteArray &secret)
{
    const core::PluginSetting *found = nullptr;
    for (const core::PluginSetting &setting : shop.plugins) {
        if (setting.pluginId == gateway && setting.scope.kind == core::PluginScope::Bot &&
            telegram::equalsInConstantTime(setting.noticeSecret.toUtf8(), secret) && !secret.isEmpty())
            found = &setting;
    }
    return found;
}

core::NoticeRow noticeRow(const http::HttpRequest &request, const core::PluginSetting &setting)
{
    core::NoticeRow row;
    row.botId = setting.scope.id;
    row.gateway = setting.pluginId;
    row.notice.body = request.body;
    row.notice.query = request.query;
    for (qsizetype at = 0; at < request.headers.size(); ++at)
        row.notice.headers.append(
            {request.headers.nameAt(at).toByteArray().toLower(), request.headers.valueAt(at).toByteArray()});
    return row;
}

} // namespace

web::Router::Route telegramRoute(const core::ShopHolder &shop, telegram::BotFleet &fleet)
{
    return [&shop, &fleet](const http::HttpRequest &request, const web::PathValues &path,
                           const http::Responder &responder) {
        const auto now = shop.get();
        const core::Bot *bot = now->botByRoute(QString::fromUtf8(path.value(0)));
        if (!bot || bot->routeId.isEmpty()) {
            responder.answer(http::HttpResponse::text("not found", 404));
            return;
        }
        const auto secret = request.headers.value(telegram::secretHeaderName);
        const auto post = telegram::acceptWebhook(secret, request.body, bot->webhookSecret.toUtf8());
        switch (post.judgement) {
        case telegram::WebhookJudgement::WrongSecret:
            responder.answer(http::HttpResponse::text("wrong secret", 401));
            return;
        case telegram::WebhookJudgement::TooLarge:
            responder.answer(http::HttpResponse::text("too large", 413));
            return;
        case telegram::WebhookJudgement::NotAnUpdate:
            qWarning("telegram: a post without an update id was not stored");
            responder.answer(http::HttpResponse::text("ok"));
            return;
        case telegram::WebhookJudgement::Accepted:
            break;
        }
        QMetaObject::invokeMethod(&fleet, [&fleet, id = bot->id, update = post.update, responder] {
            fleet.receive(id, update, [responder](bool durable) { responder.answer(stored(durable)); });
        });
    };
}

web::Router::Route noticeRoute(const core::ShopHolder &shop, core::NoticeDesk &notices)
{
    return [&shop, &notices](const http::HttpRequest &request, const web::PathValues &path,
                             const http::Responder &responder) {
        const auto now = shop.get();
        const auto *setting = settingOf(*now, QString::fromUtf8(path.value(0)), path.value(1));
        if (!setting) {
            responder.answer(http::HttpResponse::text("not found", 404));
            return;
        }
        QMetaObject::invokeMethod(&notices, [&notices, row = noticeRow(request, *setting), responder] {
            notices.receive(row, &notices,
                            [responder](const Result<void> &done) { responder.answer(stored(done.has_value())); });
        });
    };
}

} // namespace rastro::server
