// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/settings/schemajudge.h"

#include "plugins/settings/jsonviolation.h"

#include <QtCore/QJsonArray>
#include <QtCore/QRegularExpression>
#include <QtCore/QStringList>

using namespace Qt::StringLiterals;

namespace rastro::plugins {

namespace {

using Fault = std::optional<QString>;

constexpr int deepest = 8;

const QStringList &keywordsOf(const QString &type)
{
    static const QMap<QString, QStringList> keywords{
        {u"object"_s, {u"properties"_s, u"required"_s, u"additionalProperties"_s}},
        {u"array"_s, {u"items"_s, u"minItems"_s, u"maxItems"_s}},
        {u"string"_s, {u"pattern"_s, u"minLength"_s, u"maxLength"_s, u"secret"_s, u"enum"_s}},
        {u"integer"_s, {u"minimum"_s, u"maximum"_s, u"enum"_s}},
        {u"number"_s, {u"minimum"_s, u"maximum"_s, u"enum"_s}},
        {u"boolean"_s, {}},
    };
    static const QStringList none;
    const auto found = keywords.constFind(type);
    return found == keywords.constEnd() ? none : *found;
}

Fault judgeType(const QJsonObject &schema, const QString &place)
{
    static const QStringList types{u"object"_s, u"array"_s, u"string"_s, u"integer"_s, u"number"_s, u"boolean"_s};
    if (!types.contains(schema[u"type"_s].toString()))
        return u"“%1.type” must be one of %2."_s.arg(place, types.join(u", "_s));
    return std::nullopt;
}

Fault judgeKeywords(const QJsonObject &schema, const QString &place)
{
    const auto type = schema[u"type"_s].toString();
    const auto allowed = QStringList{u"type"_s, u"title"_s, u"description"_s, u"default"_s} + keywordsOf(type);
    for (const auto &key : schema.keys()) {
        if (!allowed.contains(key))
            return u"“%1.%2” is not a keyword for type %3: use %4."_s.arg(place, key, type, allowed.join(u", "_s));
    }
    for (const auto &key : {u"title"_s, u"description"_s}) {
        if (schema.contains(key) && schema[key].toObject()[u"en"_s].toString().isEmpty())
            return u"“%1.%2” must be an object with a text for “en” (and one for “pt”)."_s.arg(place, key);
    }
    return std::nullopt;
}

Fault judgeNumbers(const QJsonObject &schema, const QString &place)
{
    for (const auto &key : {u"minLength"_s, u"maxLength"_s, u"minItems"_s, u"maxItems"_s}) {
        if (schema.contains(key) && schema[key].toInt(-1) < 0)
            return u"“%1.%2” must be a whole number of at least 0."_s.arg(place, key);
    }
    for (const auto &key : {u"minimum"_s, u"maximum"_s}) {
        if (schema.contains(key) && !schema[key].isDouble())
            return u"“%1.%2” must be a number."_s.arg(place, key);
    }
    if (schema.contains(u"enum"_s) && schema[u"enum"_s].toArray().isEmpty())
        return u"“%1.enum” must be a list of at least one value."_s.arg(place);
    return std::nullopt;
}

Fault judgeSecret(const QJsonObject &schema, const QString &place)
{
    if (schema.contains(u"secret"_s) && !schema[u"secret"_s].isBool())
        return u"“%1.secret” must be true or false."_s.arg(place);
    return std::nullopt;
}

Fault judgePattern(const QJsonObject &schema, const QString &place)
{
    if (!schema.contains(u"pattern"_s))
        return std::nullopt;
    const auto pattern = schema[u"pattern"_s].toString();
    if (pattern.isEmpty() || !QRegularExpression(pattern).isValid())
        return u"“%1.pattern” must be a regular expression."_s.arg(place);
    return std::nullopt;
}

// Asks valijson itself: does the value fit the schema, and can it read the schema at all?
Fault judgeDefault(const QJsonObject &schema, const QString &place)
{
    auto property = schema;
    for (const auto &key :
         {u"title"_s, u"description"_s, u"default"_s, u"secret"_s, u"properties"_s, u"items"_s, u"required"_s})
        property.remove(key);
    if (property[u"type"_s].toString() == u"object")
        property.remove(u"additionalProperties"_s);
    const QJsonObject around{{u"type"_s, u"object"_s}, {u"properties"_s, QJsonObject{{u"value"_s, property}}}};
    // A text, so that a pattern is tried even where there is no default.
    const auto value = schema.contains(u"default"_s) ? schema[u"default"_s] : QJsonValue(QString());
    try {
        if (firstViolation(around, {{u"value"_s, value}}) && schema.contains(u"default"_s))
            return u"“%1.default” does not fit its own schema."_s.arg(place);
    } catch (const std::exception &error) {
        return u"“%1” cannot be understood: %2."_s.arg(place, QString::fromUtf8(error.what()));
    }
    return std::nullopt;
}

Fault judgeNode(const QJsonValue &value, const QString &place, int depth);

Fault judgeObject(const QJsonObject &schema, const QString &place, int depth)
{
    if (schema.contains(u"properties"_s) && !schema[u"properties"_s].isObject())
        return u"“%1.properties” must be an object."_s.arg(place);
    if (schema.contains(u"additionalProperties"_s) && schema[u"additionalProperties"_s] != QJsonValue(false))
        return u"“%1.additionalProperties” can only be false: unknown settings are always refused."_s.arg(place);
    const auto properties = schema[u"properties"_s].toObject();
    for (auto it = properties.begin(); it != properties.end(); ++it) {
        if (auto fault = judgeNode(it.value(), u"%1.properties.%2"_s.arg(place, it.key()), depth + 1))
            return fault;
    }
    if (schema.contains(u"required"_s) && !schema[u"required"_s].isArray())
        return u"“%1.required” must be a list of keys."_s.arg(place);
    for (const auto &key : schema[u"required"_s].toArray()) {
        if (!properties.contains(key.toString()))
            return u"“%1.required” names “%2”, which is not among its properties."_s.arg(place, key.toString());
    }
    return std::nullopt;
}

Fault judgeNode(const QJsonValue &value, const QString &place, int depth)
{
    if (!value.isObject())
        return u"“%1” must be an object."_s.arg(place);
    if (depth > deepest)
        return u"“%1” is nested too deeply: at most %2 levels."_s.arg(place).arg(deepest);
    const auto schema = value.toObject();
    for (const auto judge : {judgeType, judgeKeywords, judgeNumbers, judgeSecret, judgePattern, judgeDefault}) {
        if (auto fault = judge(schema, place))
            return fault;
    }
    if (schema[u"type"_s].toString() == u"object")
        return judgeObject(schema, place, depth);
    if (schema[u"type"_s].toString() == u"array")
        return judgeNode(schema[u"items"_s], place + u".items"_s, depth + 1);
    return std::nullopt;
}

} // namespace

std::optional<QString> judgeSchema(const QJsonObject &schema)
{
    if (schema[u"type"_s].toString() != u"object")
        return u"“settings.type” must be object: settings are an object with a key for each."_s;
    return judgeNode(schema, u"settings"_s, 0);
}

} // namespace rastro::plugins
