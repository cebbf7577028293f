// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/traffic.h"

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

bool holds(const QByteArray &lowerCase, string_view part)
{
    return string_view(lowerCase.constData(), size_t(lowerCase.size())).find(part) != string_view::npos;
}

/// For each byte, the parts that begin with it: one look at each byte of a user agent finds all parts. This is asked
/// for every visit.
template <size_t Size>
class PartTable
{
public:
    explicit constexpr PartTable(const std::array<string_view, Size> &parts)
        : m_parts(parts)
    {
        for (size_t i = 0; i < Size; ++i)
            m_masks[uchar(parts[i].front())] |= 1U << i;
    }

    [[nodiscard]] bool findsOneIn(const QByteArray &lowerCase) const
    {
        const string_view text(lowerCase.constData(), size_t(lowerCase.size()));
        for (size_t at = 0; at < text.size(); ++at) {
            for (quint32 mask = m_masks[uchar(text[at])]; mask != 0; mask &= mask - 1) {
                if (text.substr(at).starts_with(m_parts[size_t(std::countr_zero(mask))]))
                    return true;
            }
        }
        return false;
    }

private:
    static_assert(Size <= 32);
    std::array<string_view, Size> m_parts;
    std::array<quint32, 256> m_masks{};
};

constexpr PartTable PREVIEW_TABLE(PREVIEWS);
constexpr PartTable CRAWLER_TABLE(CRAWLERS);

/// "…bot" at the end of a word: "AhrefsBot/7.0", but not "bottle"; nor CUBOT, a maker of phones.
bool holdsAWordThatEndsInBot(const QByteArray &lowerCase)
{
    const auto isLetterOrDigit = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    const string_view text(lowerCase.constData(), size_t(lowerCase.size()));
    for (size_t found = text.find("bot"); found != string_view::npos; found = text.find("bot", found + 1)) {
        const auto at = qsizetype(found);
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
        if (value.isEmpty())
            return false;
        const QByteArray text = value.toLower();
        return holds(text, "prefetch") || holds(text, "prerender");
    };
    return says(hints.secPurpose) || says(hints.purpose) || says(hints.xMoz);
}

bool asksForPreview(const VisitHints &hints)
{
    const auto says = [](const QByteArray &value) { return !value.isEmpty() && holds(value.toLower(), "preview"); };
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
    if (PREVIEW_TABLE.findsOneIn(agent))
        return u"preview"_s;
    if (agent.trimmed().isEmpty() || CRAWLER_TABLE.findsOneIn(agent) || holdsAWordThatEndsInBot(agent))
        return u"crawler"_s;
    return u"person"_s;
}

bool isPerson(const VisitHints &hints)
{
    return classifyTraffic(hints) == "person"_L1;
}

} // namespace rastro::core
