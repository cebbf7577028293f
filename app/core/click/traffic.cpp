// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/traffic.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace rastro::core {

using namespace Qt::StringLiterals;
using std::string_view;

namespace {

// Parts of user agents, in lower case: those that draw a preview of a link that somebody sends,
constexpr std::array<string_view, 11> PREVIEWS{
    "facebookexternalhit", "facebot",  "meta-externalagent", "meta-externalfetcher", "telegrambot",    "whatsapp",
    "twitterbot",          "slackbot", "discordbot",         "linkedinbot",          "skypeuripreview"};
// and those that read the web, measure it or are written by hand.
constexpr std::array<string_view, 16> CRAWLERS{
    "googlebot", "adsbot", "bingbot",  "yandexbot", "bytespider", "gptbot",  "claudebot",      "curl",
    "wget",      "python", "headless", "crawl",     "spider",     "okhttp/", "go-http-client", "java/"};

bool holds(const QByteArray &lowerCase, string_view part)
{
    // Not QByteArray::contains(): its rolling hash looks at every byte for each of the parts, a third of a redirect.
    return string_view(lowerCase.constData(), size_t(lowerCase.size())).find(part) != string_view::npos;
}

template <size_t Size>
bool holdsOneOf(const QByteArray &lowerCase, const std::array<string_view, Size> &parts)
{
    return std::any_of(parts.begin(), parts.end(), [&](string_view part) { return holds(lowerCase, part); });
}

/// "…bot" at the end of a word: "AhrefsBot/7.0", but not "bottle"; nor CUBOT, a maker of phones.
bool holdsAWordThatEndsInBot(const QByteArray &lowerCase)
{
    const auto isLetterOrDigit = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    for (qsizetype at = lowerCase.indexOf("bot"); at >= 0; at = lowerCase.indexOf("bot", at + 1)) {
        const qsizetype end = at + 3;
        const bool endsWord = end == lowerCase.size() || !isLetterOrDigit(lowerCase.at(end));
        const bool isPhone = at >= 2 && lowerCase.mid(at - 2, 2) == "cu";
        if (endsWord && !isPhone)
            return true;
    }
    return false;
}

bool fetchesAhead(const VisitHints &hints)
{
    const auto says = [](const QByteArray &value) {
        const QByteArray text = value.toLower();
        return holds(text, "prefetch") || holds(text, "prerender");
    };
    return says(hints.secPurpose) || says(hints.purpose) || says(hints.xMoz);
}

bool asksForPreview(const VisitHints &hints)
{
    const auto says = [](const QByteArray &value) { return holds(value.toLower(), "preview"); };
    return says(hints.xPurpose) || says(hints.purpose);
}

} // namespace

QString classifyTraffic(const VisitHints &hints)
{
    if (hints.method == "HEAD")
        return u"head"_s;
    if (fetchesAhead(hints))
        return u"prefetch"_s;
    if (asksForPreview(hints))
        return u"preview"_s;
    const QByteArray agent = hints.userAgent.toLower();
    if (holdsOneOf(agent, PREVIEWS))
        return u"preview"_s;
    if (agent.trimmed().isEmpty() || holdsOneOf(agent, CRAWLERS) || holdsAWordThatEndsInBot(agent))
        return u"crawler"_s;
    return u"person"_s;
}

bool isPerson(const VisitHints &hints)
{
    return classifyTraffic(hints) == "person"_L1;
}

} // namespace rastro::core
