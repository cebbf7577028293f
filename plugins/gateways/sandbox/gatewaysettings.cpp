// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewaysettings.h"

using namespace Qt::StringLiterals;

namespace rastro::gateway {

namespace {

QUrl withoutLastSlash(QUrl url)
{
    auto path = url.path(QUrl::FullyEncoded);
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path, QUrl::StrictMode);
    return url;
}

bool isWebAddress(const QUrl &url)
{
    return url.isValid() && !url.host().isEmpty() && (url.scheme() == u"http"_s || url.scheme() == u"https"_s);
}

} // namespace

Result<GatewaySettings> GatewaySettings::read(const BotContext &bot)
{
    const auto &json = bot.settings();
    const auto address = json[u"base_url"].toString();
    GatewaySettings settings;
    settings.baseUrl = withoutLastSlash(address.isEmpty() ? bot.localUrl() : QUrl(address, QUrl::StrictMode));
    if (!isWebAddress(settings.baseUrl))
        return failure(u"sandbox.base_url"_s,
                       u"base_url: “%1” is not the http or https address of a bank. Leave it empty "
                       "for the bank that this server brings along."_s.arg(address));
    settings.apiKey = json[u"api_key"].toString(u"sandbox-api-key"_s).toUtf8();
    settings.webhookSecret = json[u"webhook_secret"].toString(u"sandbox-webhook-secret"_s).toUtf8();
    settings.expiresInSeconds = json[u"expires_in_seconds"].toInteger(settings.expiresInSeconds);
    settings.merchantName = json[u"merchant_name"].toString();
    settings.merchantCity = json[u"merchant_city"].toString();
    return settings;
}

} // namespace rastro::gateway
