// SPDX-License-Identifier: GPL-3.0-or-later
#include "places.h"

#include <QtCore/QHash>
#include <QtCore/QLocale>
#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace rastro::meta {

namespace {

// Lower case, without accents, and of the rest only a–z and 0–9.
QString folded(const QString &text)
{
    auto plain = text.normalized(QString::NormalizationForm_KD).toLower();
    plain.removeIf([](QChar c) { return !((c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9')); });
    return plain;
}

QHash<QString, QString> table(const QString &pairs)
{
    QHash<QString, QString> byName;
    for (const auto &pair : pairs.split(u' ', Qt::SkipEmptyParts))
        byName.insert(pair.section(u':', 0, 0), pair.section(u':', 1));
    return byName;
}

const QHash<QString, QString> &states()
{
    static const auto byName = table(
        // Brazil (IBGE)
        u"acre:ac alagoas:al amapa:ap amazonas:am bahia:ba ceara:ce distritofederal:df espiritosanto:es goias:go "
        "maranhao:ma matogrosso:mt matogrossodosul:ms minasgerais:mg para:pa paraiba:pb parana:pr pernambuco:pe "
        "piaui:pi "
        "riodejaneiro:rj riograndedonorte:rn riograndedosul:rs rondonia:ro roraima:rr santacatarina:sc saopaulo:sp "
        "sergipe:se tocantins:to "
        // United States (ANSI)
        "alabama:al alaska:ak arizona:az arkansas:ar california:ca colorado:co connecticut:ct delaware:de "
        "districtofcolumbia:dc florida:fl georgia:ga hawaii:hi idaho:id illinois:il indiana:in iowa:ia kansas:ks "
        "kentucky:ky louisiana:la maine:me maryland:md massachusetts:ma michigan:mi minnesota:mn mississippi:ms "
        "missouri:mo montana:mt nebraska:ne nevada:nv newhampshire:nh newjersey:nj newmexico:nm newyork:ny "
        "northcarolina:nc northdakota:nd ohio:oh oklahoma:ok oregon:or pennsylvania:pa rhodeisland:ri southcarolina:sc "
        "southdakota:sd tennessee:tn texas:tx utah:ut vermont:vt virginia:va washington:wa westvirginia:wv "
        "wisconsin:wi "
        "wyoming:wy "
        // Canada
        "alberta:ab britishcolumbia:bc manitoba:mb newbrunswick:nb newfoundlandandlabrador:nl novascotia:ns nunavut:nu "
        "northwestterritories:nt ontario:on princeedwardisland:pe quebec:qc saskatchewan:sk yukon:yt"_s);
    return byName;
}

QHash<QString, QString> countriesByName()
{
    auto byName =
        table(u"brasil:br usa:us estadosunidos:us eua:us uk:gb reinounido:gb espanha:es franca:fr alemanha:de "
              "italia:it holanda:nl suica:ch belgica:be irlanda:ie japao:jp canada:ca mexico:mx argentina:ar "
              "uruguai:uy paraguai:py bolivia:bo colombia:co equador:ec angola:ao mocambique:mz caboverde:cv"_s);
    for (int at = QLocale::AnyTerritory + 1; at <= QLocale::LastTerritory; ++at) {
        const auto territory = static_cast<QLocale::Territory>(at);
        const auto code = QLocale::territoryToCode(territory).toLower();
        if (code.size() == 2)
            byName.insert(folded(QLocale::territoryToString(territory)), code);
    }
    return byName;
}

bool isCountryCode(const QString &code)
{
    // Territory names of Qt come from CLDR, which has two codes that are no countries: EU and UN.
    return code.size() == 2 && code != u"eu"_s && code != u"un"_s &&
           QLocale::codeToTerritory(code.toUpper()) != QLocale::AnyTerritory;
}

QStringList oneUnlessEmpty(const QString &text)
{
    return text.isEmpty() ? QStringList{} : QStringList{text};
}

} // namespace

QStringList normalisedCity(const QString &text)
{
    return oneUnlessEmpty(folded(text));
}

QStringList normalisedState(const QString &text)
{
    const auto name = folded(text);
    return oneUnlessEmpty(states().value(name, name));
}

QStringList normalisedPostcode(const QString &text)
{
    static const QRegularExpression cep(uR"(\A([0-9]{5})-?([0-9]{3})\z)"_s);
    auto code = text.toLower();
    code.removeIf([](QChar c) { return c.isSpace(); });
    if (const auto match = cep.match(code); match.hasMatch())
        return {match.captured(1), match.captured(1) + match.captured(2)};
    code = code.section(u'-', 0, 0);
    return code.size() >= 2 ? QStringList{code} : QStringList{};
}

QStringList normalisedCountry(const QString &text)
{
    static const auto byName = countriesByName();
    const auto name = folded(text);
    return isCountryCode(name) ? QStringList{name} : oneUnlessEmpty(byName.value(name));
}

} // namespace rastro::meta
