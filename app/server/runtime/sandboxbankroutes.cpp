// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/runtime/sandboxbankroutes.h"

#include "server/sandboxworld/loopbackroute.h"

using namespace Qt::StringLiterals;

namespace rastro::server {

void SandboxBankRoutes::addTo(web::Router &router, Runtime &runtime)
{
    m_runtime = &runtime;
    m_ledger = std::make_unique<sandbox::FileLedger>(m_runtime->options().dataFolder + u"/sandbox-bank.jsonl"_s);
    m_post = std::make_unique<sandbox::HttpNoticePost>(m_runtime->http());
    m_bank = std::make_unique<sandbox::SandboxBank>(sandbox::BankSettings{}, m_runtime->clock(), *m_ledger, *m_post);
    if (const auto opened = m_bank->open(); !opened)
        qWarning().noquote() << u"sandbox bank: %1"_s.arg(opened.error().message);
    // A payment is worth real money elsewhere: here only this machine may make one up.
    const auto route = loopbackRoute(runtime, {},
                                     [this](const http::HttpRequest &request, const QString &path,
                                            const http::Responder &responder) { handle(request, path, responder); });
    router.add("*", "/sandbox/pay", route);
    router.add("*", "/sandbox/charges", route);
    router.add("*", "/sandbox/charges/*", route);
    router.add("*", "/sandbox/behaviour", route);
    router.add("*", "/sandbox/counts", route);
}

bool SandboxBankRoutes::isEnabled() const
{
    const auto shop = m_runtime->shop().get();
    return std::any_of(shop->plugins.begin(), shop->plugins.end(), [](const core::PluginSetting &setting) {
        return setting.pluginId == u"sandbox" && setting.scope.kind == core::PluginScope::Bot;
    });
}

void SandboxBankRoutes::handle(const http::HttpRequest &request, const QString &path, const http::Responder &responder)
{
    if (!isEnabled()) {
        responder.answer(http::HttpResponse::text("The sandbox gateway is not enabled on any bot.", 404));
        return;
    }
    const auto answer =
        m_bank->handle(request.method, path, request.query, plainHeaders(request.headers), request.body);
    if (!answer.withheld)
        responder.answer(plainResponse(answer.status, answer.headers, answer.body));
}

} // namespace rastro::server
