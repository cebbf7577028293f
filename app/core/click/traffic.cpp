// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/traffic.h"

#include <algorithm>
#include <array>
#include <bit>
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

/// `part` in any case.
bool holds(QByteArrayView value, string_view part)
{
    if (value.isEmpty())
        return false;
    const QByteArray lowerCase = value.toByteArray().toLower();
    return string_view(lowerCase.constData(), size_t(lowerCase.size())).find(part) != string_view::npos;
}

constexpr char toLower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
}

/// What a user agent's text gives away.
struct AgentMarks
{
    bool previews = false;
    bool crawls = false;
};

constexpr size_t PARTS = PREVIEWS.size() + CRAWLERS.size() + 1;
static_assert(PARTS <= 32);

constexpr std::array<string_view, PARTS> allParts()
{
    std::array<string_view, PARTS> parts{};
    std::copy(CRAWLERS.begin(), CRAWLERS.end(), std::copy(PREVIEWS.begin(), PREVIEWS.end(), parts.begin()));
    parts.back() = "bot";
    return parts;
}

/// The parts, a bit each, that have a byte in either case as their first and as their second.
struct Places
{
    quint32 first = 0;
    quint32 second = 0;
};

constexpr std::array<Places, 256> placesByByte()
{
    std::array<Places, 256> places{};
    const auto parts = allParts();
    for (int byte = 0; byte < 256; ++byte) {
        for (size_t i = 0; i < PARTS; ++i) {
            if (parts[i][0] == toLower(char(byte)))
                places[size_t(byte)].first |= 1U << i;
            if (parts[i][1] == toLower(char(byte)))
                places[size_t(byte)].second |= 1U << i;
        }
    }
    return places;
}

constexpr auto ALL_PARTS = allParts();
constexpr auto PLACES = placesByByte();

bool startsWithPart(string_view text, string_view part)
{
    return text.size() >= part.size() && std::equal(part.begin(), part.end(), text.begin(),
                                                    [](char one, char other) { return one == toLower(other); });
}

/// "…bot" at the end of a word: "AhrefsBot/7.0", but not "bottle"; nor CUBOT, a maker of phones.
bool isBotWord(string_view agent, size_t at)
{
    const auto isLetterOrDigit = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    const bool endsWord = at + 3 == agent.size() || !isLetterOrDigit(toLower(agent[at + 3]));
    const bool isPhone = at >= 2 && toLower(agent[at - 2]) == 'c' && toLower(agent[at - 1]) == 'u';
    return endsWord && !isPhone;
}

/// Looks which of `parts`, whose first two bytes stand at `at`, are there whole.
void look(AgentMarks &marks, string_view agent, size_t at, quint32 parts)
{
    for (; parts != 0; parts &= parts - 1) {
        const auto part = size_t(std::countr_zero(parts));
        if (!startsWithPart(agent.substr(at), ALL_PARTS[part]))
            continue;
        if (part < PREVIEWS.size())
            marks.previews = true;
        else if (part < PARTS - 1 || isBotWord(agent, at))
            marks.crawls = true;
    }
}

/// One look at each byte finds all parts: this is asked for every visit.
AgentMarks marksOf(string_view agent)
{
    AgentMarks marks;
    quint32 begun = 0; // by the byte before
    for (size_t at = 0; at < agent.size(); ++at) {
        const Places &places = PLACES[uchar(agent[at])];
        if (const quint32 parts = begun & places.second)
            look(marks, agent, at - 1, parts);
        begun = places.first;
    }
    return marks;
}

bool fetchesAhead(const VisitHints &hints)
{
    const auto says = [](QByteArrayView value) { return holds(value, "prefetch") || holds(value, "prerender"); };
    return says(hints.secPurpose) || says(hints.purpose) || says(hints.xMoz);
}

bool asksForPreview(const VisitHints &hints)
{
    return holds(hints.xPurpose, "preview") || holds(hints.purpose, "preview");
}

} // namespace

QString classifyTraffic(const VisitHints &hints)
{
    if (hints.method == QByteArrayView("HEAD"))
        return u"head"_s;
    if (fetchesAhead(hints))
        return u"prefetch"_s;
    if (asksForPreview(hints))
        return u"preview"_s;
    const QByteArrayView agent = hints.userAgent;
    const AgentMarks marks = marksOf({agent.data(), size_t(agent.size())});
    if (marks.previews)
        return u"preview"_s;
    if (marks.crawls || agent.trimmed().isEmpty())
        return u"crawler"_s;
    return u"person"_s;
}

bool isPerson(const VisitHints &hints)
{
    return classifyTraffic(hints) == "person"_L1;
}

} // namespace rastro::core
