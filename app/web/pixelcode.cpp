// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/pixelcode.h"

#include "web/log.h"

#include <algorithm>

namespace rastro::web {

using namespace Qt::StringLiterals;

namespace {

/// "</script" would end the element, "<!--" would change how the rest is read (HTML section 4.12.1.3).
bool staysInItsElement(const QString &script)
{
    return !script.contains("</script"_L1, Qt::CaseInsensitive) &&
           !script.contains("<script"_L1, Qt::CaseInsensitive) && !script.contains("<!--"_L1);
}

bool areOrigins(const QStringList &sources)
{
    return std::all_of(sources.begin(), sources.end(), isOrigin);
}

} // namespace

PixelCode::PixelCode(const QList<BrowserSnippet> &snippets)
{
    for (const BrowserSnippet &snippet : snippets) {
        if (snippet.script.isEmpty())
            continue;
        if (!staysInItsElement(snippet.script))
            qCWarning(webLog) << "A pixel's script was left out: it holds <script, </script or <!--";
        else if (!areOrigins(snippet.scriptSources + snippet.imageSources + snippet.connectSources))
            qCWarning(webLog)
                << "A pixel's script was left out: a source is no origin like https://connect.example.com";
        else
            add(snippet);
    }
}

void PixelCode::add(const BrowserSnippet &snippet)
{
    const QByteArray script = "rastro.pixel(function (event) {\n" + snippet.script.toUtf8() + "\n});";
    m_elements += "<script>" + script + "</script>\n";
    m_sources += {{inlineHash(script)}, {}, snippet.scriptSources, snippet.imageSources, snippet.connectSources, false};
    m_reportCookies += snippet.reportCookies;
}

} // namespace rastro::web
