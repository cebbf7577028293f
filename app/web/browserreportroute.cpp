// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/browserreportroute.h"

#include "core/click/browserid.h"
#include "web/log.h"
#include "web/securityheaders.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

namespace rastro::web {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MAX_REPORT = 8 * 1024; // an fbc may have 2 kB

http::HttpResponse emptyAnswer(int status)
{
    auto response = http::HttpResponse::empty(status);
    addAnswerHeaders(response);
    return response;
}

} // namespace

void BrowserReportRoute::handle(const http::HttpRequest &request, const PathValues &, const http::Responder &responder)
{
    const QJsonObject report =
        request.body.size() <= MAX_REPORT ? QJsonDocument::fromJson(request.body).object() : QJsonObject();
    const auto token = TrackingToken::parse(report["token"_L1].toString());
    if (!token) {
        responder.answer(emptyAnswer(400));
        return;
    }
    const QString fbp = report["fbp"_L1].toString();
    const QString fbc = report["fbc"_L1].toString();
    m_reports.add(*token, core::isFbp(fbp) ? fbp : QString(), core::isFbc(fbc) ? fbc : QString(),
                  [responder](const Result<void> &stored) {
                      if (!stored)
                          qCWarning(webLog) << "A browser's report could not be stored:" << stored.error().code;
                      responder.answer(emptyAnswer(stored ? 204 : 503));
                  });
}

} // namespace rastro::web
