// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/settings/expectation.h"

#include <QtCore/QJsonArray>
#include <limits>

using namespace Qt::StringLiterals;

namespace rastro::plugins {

namespace {

QString plainText(const QJsonValue &value)
{
    return value.isString() ? value.toString() : value.toVariant().toString();
}

// " from 1 to 64", " of at least 1", " of at most 64", "".
QString range(const QJsonObject &schema, const QString &low, const QString &high)
{
    const auto least = plainText(schema[low]);
    const auto most = plainText(schema[high]);
    if (!least.isEmpty() && !most.isEmpty())
        return u" from %1 to %2"_s.arg(least, most);
    if (!least.isEmpty())
        return u" of at least %1"_s.arg(least);
    return most.isEmpty() ? QString() : u" of at most %1"_s.arg(most);
}

QString textExpectation(const QJsonObject &schema)
{
    auto words = u"a text"_s;
    if (const auto length = range(schema, u"minLength"_s, u"maxLength"_s); !length.isEmpty())
        words += length + u" characters"_s;
    if (schema.contains(u"pattern"_s))
        words += u" that matches %1"_s.arg(schema[u"pattern"_s].toString());
    return words;
}

QString integerExpectation(QJsonObject schema)
{
    if (!schema.contains(u"maximum"_s))
        schema[u"maximum"_s] = std::numeric_limits<int>::max(); // valijson takes no larger one
    return u"a whole number"_s + range(schema, u"minimum"_s, u"maximum"_s);
}

QString choices(const QJsonArray &values)
{
    QStringList words;
    for (const auto &value : values)
        words.append(plainText(value));
    return u"one of "_s + words.join(u", "_s);
}

std::optional<QString> missingKey(const QJsonObject &schema, const QJsonObject &settings, const QString &path)
{
    const auto required = schema[u"required"_s].toArray();
    for (const auto &value : required) {
        const auto key = value.toString();
        if (settings.contains(key))
            continue;
        const auto property = schema[u"properties"_s].toObject()[key].toObject();
        const auto title = property[u"title"_s].toObject()[u"en"_s].toString();
        const auto named = title.isEmpty() ? QString() : u" (%1)"_s.arg(title);
        return u"“%1.%2”%3 is missing: add it as %4."_s.arg(path, key, named, expectation(property));
    }
    return std::nullopt;
}

std::optional<QString> unknownKey(const QJsonObject &schema, const QJsonObject &settings, const QString &path)
{
    const auto properties = schema[u"properties"_s].toObject();
    for (auto it = settings.begin(); it != settings.end(); ++it) {
        if (properties.contains(it.key()))
            continue;
        if (properties.isEmpty())
            return u"“%1.%2” is not known: remove it, there is nothing to set here."_s.arg(path, it.key());
        return u"“%1.%2” is not known: remove it, or use one of %3."_s.arg(path, it.key(),
                                                                           properties.keys().join(u", "_s));
    }
    return std::nullopt;
}

} // namespace

QString expectation(const QJsonObject &schema)
{
    if (schema.contains(u"enum"_s))
        return choices(schema[u"enum"_s].toArray());
    const auto type = schema[u"type"_s].toString();
    if (type == u"string")
        return textExpectation(schema);
    if (type == u"integer")
        return integerExpectation(schema);
    if (type == u"number")
        return u"a number"_s + range(schema, u"minimum"_s, u"maximum"_s);
    if (type == u"boolean")
        return u"true or false"_s;
    if (type == u"array")
        return u"a list%1 of %2"_s.arg(range(schema, u"minItems"_s, u"maxItems"_s),
                                       expectation(schema[u"items"_s].toObject()));
    return u"an object"_s;
}

std::optional<QString> misfittingKey(const QJsonObject &schema, const QJsonObject &settings, const QString &path)
{
    if (auto sentence = unknownKey(schema, settings, path))
        return sentence;
    if (auto sentence = missingKey(schema, settings, path))
        return sentence;
    const auto properties = schema[u"properties"_s].toObject();
    for (auto it = properties.begin(); it != properties.end(); ++it) {
        if (!settings[it.key()].isObject())
            continue;
        const auto below = path + u'.' + it.key();
        if (auto sentence = misfittingKey(it.value().toObject(), settings[it.key()].toObject(), below))
            return sentence;
    }
    return std::nullopt;
}

QString violationSentence(const QJsonObject &schema, const QStringList &steps, const QString &path)
{
    auto at = schema;
    auto place = path;
    for (const auto &step : steps) {
        const bool inArray = at[u"type"_s].toString() == u"array";
        at = inArray ? at[u"items"_s].toObject() : at[u"properties"_s].toObject()[step].toObject();
        place += inArray ? u"[%1]"_s.arg(step) : u'.' + step;
    }
    return u"“%1” is not right: it must be %2."_s.arg(place, expectation(at));
}

} // namespace rastro::plugins
