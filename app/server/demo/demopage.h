// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/result.h"
#include "web/language.h"
#include "web/securityheaders.h"

#include <QtCore/QJsonObject>

namespace rastro::server {

/// The page of `rastro demo` (resources/demo): markup, styles and scripts of its own, and nothing from elsewhere. A
/// value; reading it is thread-safe.
class DemoPage
{
public:
    /// Reads the resources. Error "demo.broken" names the file that cannot be used.
    [[nodiscard]] static Result<DemoPage> load();

    /// The page in that language. `setup` is handed to its scripts, with the language and their texts.
    [[nodiscard]] http::HttpResponse render(web::Language language, QJsonObject setup) const;
    /// Its icon.
    [[nodiscard]] http::HttpResponse icon() const;

private:
    DemoPage() = default;

    QString m_html;
    QByteArray m_icon;
    QByteArray m_styles;
    QByteArray m_scripts;
    web::PageSources m_sources;
    QJsonObject m_portuguese;
    QJsonObject m_english;
};

} // namespace rastro::server
