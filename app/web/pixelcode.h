// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/pixelplugin.h"
#include "web/securityheaders.h"

namespace rastro::web {

/// The browser code of all pixels of one scope for one event, ready to be put into a page: made once per change of
/// settings. Immutable.
///
/// Each script is an inline one that the page's policy names by its hash, so nothing else inline runs. A snippet that
/// cannot be rendered safely (it would end its own element, or names a source that is no origin) is left out with a log
/// line.
class PixelCode
{
public:
    PixelCode() = default;
    explicit PixelCode(const QList<BrowserSnippet> &snippets);

    /// No pixel has a browser side for the event.
    [[nodiscard]] bool isEmpty() const { return m_elements.isEmpty(); }
    /// <script> elements; each hands its function to the page's loader.
    [[nodiscard]] const QByteArray &elements() const { return m_elements; }
    [[nodiscard]] const PageSources &sources() const { return m_sources; }
    /// Cookies that the page reports back.
    [[nodiscard]] const QStringList &reportCookies() const { return m_reportCookies; }

private:
    void add(const BrowserSnippet &snippet);

    QByteArray m_elements;
    PageSources m_sources;
    QStringList m_reportCookies;
};

} // namespace rastro::web
