// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/bank/fileledger.h"
#include "sandbox/bank/httpnoticepost.h"
#include "sandbox/bank/sandboxbank.h"
#include "server/runtime/runtime.h"

namespace rastro::server {

/// The sandbox gateway's bank on this server: under /sandbox/, for callers on this machine, while some bot has the
/// gateway enabled. Its charges survive the process (sandbox-bank.jsonl in the data folder).
class SandboxBankRoutes
{
public:
    /// `runtime` must outlive it.
    void addTo(web::Router &router, Runtime &runtime);

    /// Null until addTo() was called.
    [[nodiscard]] sandbox::SandboxBank *bank() const { return m_bank.get(); }

private:
    void handle(const http::HttpRequest &request, const QString &path, const http::Responder &responder);
    [[nodiscard]] bool isEnabled() const;

    Runtime *m_runtime = nullptr;
    std::unique_ptr<sandbox::FileLedger> m_ledger;
    std::unique_ptr<sandbox::HttpNoticePost> m_post;
    std::unique_ptr<sandbox::SandboxBank> m_bank;
};

} // namespace rastro::server
