// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/demo/demoinstallation.h"
#include "server/demo/demopage.h"

namespace rastro::server {

/// What `rastro demo` adds to the server, for callers on this machine only:
///
/// | request                            | answer                                                                  |
/// |------------------------------------|-------------------------------------------------------------------------|
/// | GET  /demo, /t.me/<bot>            | the page; the second opens the chat with the parameter `start`          |
/// | GET  /                             | 302 to /demo                                                            |
/// | GET  /demo/trail?after=ID&click=T  | entries of the trail after that one, and clicks after that token         |
/// | GET  /demo/sale?person=ID&token=T  | the person's newest sale as `rastro trace` tells it; else the click     |
/// | GET  /demo/events                  | what arrived at the pixel, from servers and browsers, oldest first      |
/// | POST /demo/restart                 | 204; the browser forgets what would make it a returning visitor         |
///
/// Core thread; routes may be called on any.
class DemoRoutes
{
public:
    /// `demo` must outlive it.
    DemoRoutes(DemoInstallation &demo, DemoPage page);

    /// The routes must not outlive this object.
    void addTo(web::Router &router);

private:
    void show(const http::HttpRequest &request, const http::Responder &responder);
    void trail(const http::HttpRequest &request, const http::Responder &responder);
    void sale(const http::HttpRequest &request, const http::Responder &responder);
    void events(const http::Responder &responder);
    void restart(const http::Responder &responder);

    DemoInstallation &m_demo;
    DemoPage m_page;
    QString m_run; ///< Of this process: a page of an earlier one starts anew.
};

} // namespace rastro::server
