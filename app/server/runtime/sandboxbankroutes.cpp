// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/runtime/sandboxbankroutes.h"

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

http::HttpResponse responseOf(const sandbox::BankAnswer &answer)
{
    http::HttpResponse response;
    response.status = answer.status;
    response.body = answer.body;
    for (const auto &[name, value] : answer.headers)
        response.headers.add(name, value);
    return response;
}

sandbox::BankHeaders headersOf(const http::HttpRequest &request)
{
    sandbox::BankHeaders headers;
    for (qsizetype at = 0; at < request.headers.size(); ++at)
        headers.append({request.headers.nameAt(at).toByteArray().toLower(), request.headers.valueAt(at).toByteArray()});
    return headers;
}

} // namespace

void SandboxBankRoutes::addTo(web::Router &router)
{
    m_ledger = std::make_unique<sandbox::FileLedger>(m_runtime.options().dataFolder + u"/sandbox-bank.jsonl"_s);
    m_post = std::make_unique<sandbox::HttpNoticePost>(m_runtime.http());
    m_bank = std::make_unique<sandbox::SandboxBank>(sandbox::BankSettings{}, m_runtime.clock(), *m_ledger, *m_post);
    if (const auto opened = m_bank->open(); !opened)
        qWarning().noquote() << u"sandbox bank: %1"_s.arg(opened.error().message);
    const auto route = [this](const http::HttpRequest &request, const web::PathValues &,
                              const http::Responder &responder) {
        // A payment is worth real money elsewhere: here only this machine may make one up.
        if (!request.peer.isLoopback() || request.headers.contains("X-Forwarded-For")) {
            responder.answer(http::HttpResponse::text("not found", 404));
            return;
        }
        QMetaObject::invokeMethod(&m_runtime, [this, request, responder] { handle(request, responder); });
    };
    router.add("*", "/sandbox/pay", route);
    router.add("*", "/sandbox/charges", route);
    router.add("*", "/sandbox/charges/*", route);
    router.add("*", "/sandbox/behaviour", route);
    router.add("*", "/sandbox/counts", route);
}

bool SandboxBankRoutes::isEnabled() const
{
    const auto shop = m_runtime.shop().get();
    return std::any_of(shop->plugins.begin(), shop->plugins.end(), [](const core::PluginSetting &setting) {
        return setting.pluginId == u"sandbox" && setting.scope.kind == core::PluginScope::Bot;
    });
}

void SandboxBankRoutes::handle(const http::HttpRequest &request, const http::Responder &responder)
{
    if (!isEnabled()) {
        responder.answer(http::HttpResponse::text("The sandbox gateway is not enabled on any bot.", 404));
        return;
    }
    const auto answer = m_bank->handle(request.method, QString::fromUtf8(QByteArray::fromPercentEncoding(request.path)),
                                       request.query, headersOf(request), request.body);
    if (!answer.withheld)
        responder.answer(responseOf(answer));
}

} // namespace rastro::server
