// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/demo/demopage.h"

#include "web/pagejson.h"

#include <QtCore/QFile>
#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;

// The resources lie in a static library: without a word for them, the linker leaves them out. (The macro declares a
// function, so it stands outside of any namespace.)
static void initDemoResources()
{
    Q_INIT_RESOURCE(demo);
}

namespace rastro::server {

namespace {

const QStringList &styles()
{
    static const QStringList files{u"frame.css"_s, u"phone.css"_s, u"panel.css"_s};
    return files;
}

// In the order in which they run.
const QStringList &scripts()
{
    static const QStringList files{u"person.js"_s, u"chat.js"_s, u"bank.js"_s, u"panel.js"_s, u"pixel.js"_s};
    return files;
}

Result<QByteArray> read(const QString &name)
{
    QFile file(u":/rastro/demo/"_s + name);
    if (!file.open(QIODevice::ReadOnly))
        return failure(u"demo.broken"_s,
                       u"The demo's file %1 cannot be read: %2. Reinstall Rastro."_s.arg(name, file.errorString()));
    return file.readAll();
}

Result<QJsonObject> readTexts(const QString &name)
{
    const auto json = read(name);
    if (!json)
        return tl::unexpected<Error>(json.error());
    const auto document = QJsonDocument::fromJson(*json);
    if (!document.isObject())
        return failure(u"demo.broken"_s, u"The demo's file %1 is no JSON object. Reinstall Rastro."_s.arg(name));
    return document.object();
}

// Each file is an element of its own, which the page's policy names by its hash.
Result<QByteArray> elements(const QStringList &files, const QByteArray &tag, QByteArrayList &hashes)
{
    QByteArray all;
    for (const QString &name : files) {
        auto text = read(name);
        if (!text)
            return text;
        hashes.append(web::inlineHash(*text));
        all += '<' + tag + '>' + *text + "</" + tag + ">\n";
    }
    return all;
}

} // namespace

Result<DemoPage> DemoPage::load()
{
    initDemoResources();
    DemoPage page;
    const auto html = read(u"demo.html"_s);
    const auto icon = read(u"icon.svg"_s);
    const auto style = elements(styles(), "style", page.m_sources.styleHashes);
    const auto script = elements(scripts(), "script", page.m_sources.scriptHashes);
    for (const auto *part : {&html, &icon, &style, &script}) {
        if (!*part)
            return tl::unexpected<Error>(part->error());
    }
    const auto portuguese = readTexts(u"pt.json"_s);
    const auto english = readTexts(u"en.json"_s);
    if (!portuguese || !english)
        return tl::unexpected<Error>(portuguese ? english.error() : portuguese.error());
    page.m_html = QString::fromUtf8(*html);
    page.m_icon = *icon;
    page.m_styles = *style;
    page.m_scripts = *script;
    page.m_portuguese = *portuguese;
    page.m_english = *english;
    page.m_sources.images = {u"'self'"_s};
    page.m_sources.connectsToSelf = true;
    return page;
}

http::HttpResponse DemoPage::render(web::Language language, QJsonObject setup) const
{
    const auto &texts = language == web::Language::English ? m_english : m_portuguese;
    const auto tag = web::languageTag(language);
    setup[u"lang"_s] = tag;
    setup[u"texts"_s] = texts[u"script"_s];
    auto html = m_html;
    html.replace(u"{{lang}}"_s, tag);
    const auto page = texts[u"page"_s].toObject();
    for (auto text = page.begin(); text != page.end(); ++text)
        html.replace(u"{{%1}}"_s.arg(text.key()), text.value().toString().toHtmlEscaped());
    html.replace(u"{{{setup}}}"_s, QString::fromUtf8(web::jsonForHtml(setup)));
    html.replace(u"{{{styles}}}"_s, QString::fromUtf8(m_styles));
    html.replace(u"{{{scripts}}}"_s, QString::fromUtf8(m_scripts));
    auto response = http::HttpResponse::html(html.toUtf8());
    web::addPageHeaders(response, m_sources);
    return response;
}

http::HttpResponse DemoPage::icon() const
{
    http::HttpResponse response;
    response.headers.add("Content-Type", "image/svg+xml");
    response.headers.add("X-Content-Type-Options", "nosniff");
    response.body = m_icon;
    return response;
}

} // namespace rastro::server
