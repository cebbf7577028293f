// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpresponse.h"

#include <QtCore/QByteArrayList>
#include <QtCore/QStringList>

namespace rastro::web {

/// What one page may load and run, beside nothing: the Content-Security-Policy starts from default-src 'none'.
struct PageSources
{
    QByteArrayList scriptHashes; ///< inlineHash() of each inline script.
    QByteArrayList styleHashes;  ///< inlineHash() of each inline style.
    QStringList scripts;         ///< Origins, as isOrigin() accepts them.
    QStringList images;
    QStringList connections;
    bool connectsToSelf = false; ///< The page reports something back to us.

    PageSources &operator+=(const PageSources &other);
};

/// "'sha256-…'" of the text between <script> and </script>, or <style> and </style>, byte for byte (CSP level 3).
[[nodiscard]] QByteArray inlineHash(const QByteArray &text);

/// Whether `origin` is a scheme (http or https) with a host and perhaps a port, and nothing that could start another
/// directive: what a plugin may name in script-src, img-src and connect-src.
[[nodiscard]] bool isOrigin(const QString &origin);

/// The Content-Security-Policy of a page with these sources. Never 'unsafe-inline', never 'unsafe-eval', never framed,
/// never a form.
[[nodiscard]] QByteArray contentSecurityPolicy(const PageSources &sources);

/// What every page of ours says to the browser, beside its policy: never stored, never framed, never sniffed, and no
/// address of ours in anybody's Referer.
void addPageHeaders(http::HttpResponse &response, const PageSources &sources);

/// The same for answers that have no page: no-store and no-referrer.
void addAnswerHeaders(http::HttpResponse &response);

} // namespace rastro::web
