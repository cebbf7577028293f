// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/click/browserreports.h"
#include "http/responder.h"
#include "web/router.h"

namespace rastro::web {

/// POST /go/<slug>/browser: the bridge page's JSON {"token", "fbp", "fbc"}, as navigator.sendBeacon() sends it. Answers
/// 204 whether or not the click exists; 400 to what is not of this form. A value that no pixel writes is ignored.
class BrowserReportRoute
{
public:
    /// `reports` must outlive it.
    explicit BrowserReportRoute(core::BrowserReports &reports)
        : m_reports(reports)
    {
    }

    /// A Router::Route.
    void handle(const http::HttpRequest &request, const PathValues &path, const http::Responder &responder);

private:
    core::BrowserReports &m_reports;
};

} // namespace rastro::web
