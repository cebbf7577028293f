// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/adlink.h"

#include <array>

namespace rastro::core {

using namespace Qt::StringLiterals;

namespace {

struct Source
{
    const char *name;
    const char *parameters;
    const char *placeEn;
    const char *placePt;
};

// Meta: Business Help Centre, "About URL parameters". TikTok: "About macros". Google Ads: "About ValueTrack
// parameters" (text and numbers only: it knows no names of campaigns). Kwai for Business: macros of its tracking links.
// utm_source=FB and name|id are what operators' other tools (UTMify) expect.
constexpr std::array SOURCES{
    Source{"meta",
           "utm_source=FB&utm_campaign={{campaign.name}}|{{campaign.id}}&utm_medium={{adset.name}}|{{adset.id}}"
           "&utm_content={{ad.name}}|{{ad.id}}&utm_term={{placement}}&src={{site_source_name}}",
           "Ads Manager → ad → Tracking → URL parameters",
           "Gerenciador de Anúncios → anúncio → Rastreamento → "
           "Parâmetros de URL"},
    Source{"tiktok",
           "utm_source=tiktok&utm_campaign=__CAMPAIGN_NAME__|__CAMPAIGN_ID__&utm_medium=__AID_NAME__|__AID__"
           "&utm_content=__CID_NAME__|__CID__&utm_term=__PLACEMENT__",
           "Ads Manager → ad → Destination → URL parameters",
           "Gerenciador de Anúncios → anúncio → Destino → Parâmetros de URL"},
    Source{"google",
           "utm_source=google&utm_campaign={campaignid}&utm_medium={adgroupid}&utm_content={creative}"
           "&utm_term={keyword}&matchtype={matchtype}&network={network}&placement={placement}",
           "Google Ads → Settings → Account settings → Tracking → Final URL suffix; keep auto-tagging on",
           "Google Ads → Configurações → Configurações da conta → Acompanhamento → Sufixo do URL final; mantenha a "
           "codificação automática ligada"},
    Source{"kwai",
           "utm_source=kwai&utm_campaign=__CAMPAIGNID__&utm_medium=__ADSETID__&utm_content=__CREATIVEID__"
           "&click_id=__CLICKID__",
           "Kwai for Business → ad → Landing page address",
           "Kwai for Business → anúncio → Endereço da página de "
           "destino"},
};

} // namespace

QStringList adSources()
{
    QStringList names;
    for (const Source &source : SOURCES)
        names.append(QString::fromLatin1(source.name));
    return names;
}

std::optional<AdTemplate> adTemplate(const QString &source)
{
    for (const Source &known : SOURCES) {
        if (source == QLatin1StringView(known.name))
            return AdTemplate{QString::fromUtf8(known.parameters), QString::fromUtf8(known.placeEn),
                              QString::fromUtf8(known.placePt)};
    }
    return std::nullopt;
}

QString adLink(const QString &publicUrl, const QString &slug, const QString &parameters)
{
    const QString page = publicUrl + "/go/"_L1 + slug;
    return parameters.isEmpty() ? page : page + u'?' + parameters;
}

} // namespace rastro::core
