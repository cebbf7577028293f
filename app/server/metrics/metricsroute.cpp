// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/metrics/metricsroute.h"

#include <QtCore/QFile>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

constexpr int shortestToken = 16;
constexpr auto refusal = "Metrics are not for this address. Scrape from the machine itself (by a token, where "
                         "--trusted-proxies names it), or set --metrics-from or --metrics-token-file "
                         "(docs/metrics.md).\n";

Result<QByteArray> tokenIn(const QString &path)
{
    if (path.isEmpty())
        return QByteArray();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(u"options.metrics_token_file"_s,
                       u"--metrics-token-file: “%1” cannot be read: %2."_s.arg(path, file.errorString()));
    constexpr auto ofOthers = QFile::ReadOther | QFile::WriteOther;
    if (file.permissions() & ofOthers)
        return failure(u"options.metrics_token_file"_s,
                       u"--metrics-token-file: everybody may read “%1”. Run: chmod o-rwx %1"_s.arg(path));
    const auto token = file.readAll().trimmed();
    if (token.size() < shortestToken)
        return failure(u"options.metrics_token_file"_s,
                       u"--metrics-token-file: “%1” holds no token of at least %2 characters. Make one: openssl rand "
                       u"-hex 32 > %1"_s.arg(path)
                           .arg(shortestToken));
    return token;
}

} // namespace

Result<metrics::Access> metricsAccess(const ServerOptions &options)
{
    auto from = core::TrustedProxies::parse(options.metricsFrom);
    if (!from)
        return failure(u"options.metrics_from"_s, u"--metrics-from: "_s + from.error().message);
    auto proxies = core::TrustedProxies::parse(options.trustedProxies);
    if (!proxies)
        return tl::unexpected<Error>(proxies.error());
    const auto token = tokenIn(options.metricsTokenFile);
    if (!token)
        return tl::unexpected<Error>(token.error());
    return metrics::Access(std::move(*from), std::move(*proxies), *token);
}

web::Router::Route metricsRoute(metrics::Access access, MetricsDesk &desk)
{
    return [access = std::move(access), &desk](const http::HttpRequest &request, const web::PathValues &,
                                               const http::Responder &responder) {
        if (!access.admits(request)) {
            responder.answer(http::HttpResponse::text(refusal, 403));
            return;
        }
        QMetaObject::invokeMethod(&desk, [&desk, responder] { desk.answer(responder); });
    };
}

} // namespace rastro::server
