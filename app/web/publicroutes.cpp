// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/publicroutes.h"

#include "web/visit.h"

namespace rastro::web {

Router::Refusal refusalPages(const SnapshotCell &snapshots, const PageTemplates &pages)
{
    return [&snapshots, &pages](const http::HttpRequest &request, int status) {
        const auto why = status == 405 ? Unavailable::MethodNotAllowed : Unavailable::NotFound;
        return unavailablePage(pages, why, pageLanguage(request), {{}, {}, snapshots.get()->settings().contactUrl});
    };
}

void addPublicRoutes(Router &router, GoRoute &go, BrowserReportRoute &browserReports, const DeliveryRoute &delivery)
{
    const auto redirect = [&go](const http::HttpRequest &request, const PathValues &path,
                                const http::Responder &responder) { go.handle(request, path, responder); };
    router.add("GET", "/go/{slug}", redirect);
    router.add("GET", "/go/{slug}/", redirect); // some ad platforms add the slash
    router.add("POST", "/go/{slug}/browser", [&](const auto &request, const auto &path, const auto &responder) {
        browserReports.handle(request, path, responder);
    });
    router.add("GET", "/delivery/{token}", [&](const auto &request, const auto &path, const auto &responder) {
        delivery.redeem(request, path, responder);
    });
    router.add("GET", "/delivery", [&](const auto &request, const auto &path, const auto &responder) {
        delivery.show(request, path, responder);
    });
}

} // namespace rastro::web
