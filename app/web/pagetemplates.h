// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/result.h"
#include "web/language.h"
#include "web/securityheaders.h"

#include <QtCore/QVariantMap>
#include <memory>

namespace rastro::web {

/// The pages' templates (mustache, resources/pages), their texts in both languages, their style and the loader of
/// pixels. Values are escaped for HTML by default. Thread-safe once loaded.
class PageTemplates
{
public:
    /// Reads and parses everything. Error "pages.broken" names the file that cannot be used.
    [[nodiscard]] static Result<std::shared_ptr<const PageTemplates>> load();
    ~PageTemplates();
    Q_DISABLE_COPY_MOVE(PageTemplates)

    /// The page `name` ("bridge") in that language. `values` are QStrings (escaped), bools and QByteArrays; the
    /// last are markup of ours, put in as it is where the template says {{{…}}}.
    [[nodiscard]] QByteArray render(const QString &name, Language language, const QVariantMap &values) const;
    /// One text of a page: text("bridge", "open", …).
    [[nodiscard]] QString text(const QString &page, const QString &key, Language language) const;

    /// What every page of ours needs: its style.
    [[nodiscard]] const PageSources &styleSources() const { return m_style; }
    /// What a page with pixels needs beside it: the loader.
    [[nodiscard]] const PageSources &loaderSources() const { return m_loader; }

private:
    struct Parsed;

    PageTemplates();

    std::unique_ptr<Parsed> m_parsed;
    PageSources m_style;
    PageSources m_loader;
};

} // namespace rastro::web
