// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/pagetemplates.h"

#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <kainjow/mustache.hpp>
#include <map>
#include <mutex>

static void initPageResources() // Q_INIT_RESOURCE cannot stand in a namespace
{
    Q_INIT_RESOURCE(pages);
}

namespace rastro::web {

using namespace Qt::StringLiterals;
namespace mustache = kainjow::mustache;

namespace {

constexpr const char *PAGES[] = {"bridge", "delivery", "unavailable"};

tl::unexpected<Error> broken(const QString &file, const QString &why)
{
    return failure(u"pages.broken"_s, u"The page file %1 cannot be used: %2. Reinstall Rastro."_s.arg(file, why));
}

Result<QByteArray> read(const QString &file)
{
    QFile resource(u":/rastro/pages/"_s + file);
    if (!resource.open(QIODevice::ReadOnly))
        return broken(file, resource.errorString());
    return resource.readAll();
}

Result<QJsonObject> readTexts(const QString &file)
{
    const auto json = read(file);
    if (!json)
        return tl::unexpected<Error>(json.error());
    const QJsonDocument document = QJsonDocument::fromJson(*json);
    if (!document.isObject())
        return broken(file, u"it is no JSON object"_s);
    return document.object();
}

mustache::data textsOf(const QJsonObject &page)
{
    mustache::data texts;
    for (auto text = page.begin(); text != page.end(); ++text)
        texts.set(text.key().toStdString(), text.value().toString().toStdString());
    return texts;
}

mustache::data dataOf(const QVariant &value)
{
    if (value.typeId() == QMetaType::Bool)
        return {value.toBool() ? mustache::data::type::bool_true : mustache::data::type::bool_false};
    if (value.typeId() == QMetaType::QByteArray)
        return {value.toByteArray().toStdString()};
    const QString text = value.toString();
    return text.isEmpty() ? mustache::data(mustache::data::type::bool_false) : mustache::data(text.toStdString());
}

} // namespace

struct PageTemplates::Parsed
{
    std::map<QString, mustache::mustache> pages;
    std::map<Language, QJsonObject> texts;
    std::string head;
    std::string style;
    std::string loader;
    std::mutex rendering; // mustache's render() is not const
};

PageTemplates::PageTemplates()
    : m_parsed(std::make_unique<Parsed>())
{
}
PageTemplates::~PageTemplates() = default;

Result<std::shared_ptr<const PageTemplates>> PageTemplates::load()
{
    initPageResources();
    std::shared_ptr<PageTemplates> loaded(new PageTemplates);
    Parsed &parsed = *loaded->m_parsed;
    for (const char *page : PAGES) {
        const QString file = QString::fromLatin1(page) + u".html"_s;
        const auto source = read(file);
        if (!source)
            return tl::unexpected<Error>(source.error());
        const auto added = parsed.pages.emplace(QString::fromLatin1(page), mustache::mustache(source->toStdString()));
        if (!added.first->second.is_valid())
            return broken(file, QString::fromStdString(added.first->second.error_message()));
    }
    const auto head = read(u"head.html"_s);
    const auto style = read(u"page.css"_s);
    const auto loader = read(u"loader.js"_s);
    const auto portuguese = readTexts(u"pt.json"_s);
    const auto english = readTexts(u"en.json"_s);
    for (const auto *file : {&head, &style, &loader}) {
        if (!*file)
            return tl::unexpected<Error>(file->error());
    }
    for (const auto *texts : {&portuguese, &english}) {
        if (!*texts)
            return tl::unexpected<Error>(texts->error());
    }
    parsed.head = head->toStdString();
    parsed.style = style->toStdString();
    parsed.loader = loader->toStdString();
    parsed.texts = {{Language::Portuguese, *portuguese}, {Language::English, *english}};
    loaded->m_style.styleHashes = {inlineHash(*style)};
    loaded->m_loader.scriptHashes = {inlineHash(*loader)};
    return std::shared_ptr<const PageTemplates>(std::move(loaded));
}

QByteArray PageTemplates::render(const QString &name, Language language, const QVariantMap &values) const
{
    mustache::data data;
    for (auto value = values.begin(); value != values.end(); ++value)
        data.set(value.key().toStdString(), dataOf(value.value()));
    data.set("lang", languageTag(language).toStdString());
    data.set("text", textsOf(m_parsed->texts.at(language).value(name).toObject()));
    data.set("style", m_parsed->style);
    data.set("loader", m_parsed->loader);
    data.set("head", mustache::partial([this] { return m_parsed->head; }));
    const std::lock_guard lock(m_parsed->rendering);
    return QByteArray::fromStdString(m_parsed->pages.at(name).render(data));
}

QString PageTemplates::text(const QString &page, const QString &key, Language language) const
{
    return m_parsed->texts.at(language).value(page)[key].toString();
}

} // namespace rastro::web
