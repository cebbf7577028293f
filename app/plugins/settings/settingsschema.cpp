// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/settings/settingsschema.h"

#include "plugins/settings/expectation.h"
#include "plugins/settings/jsonviolation.h"
#include "plugins/settings/schemajudge.h"

#include <QtCore/QJsonArray>

using namespace Qt::StringLiterals;

namespace rastro::plugins {

namespace {

// std::regex, behind valijson, recurses once a character: a longer string could end the stack.
constexpr qsizetype longestString = 16 * 1024;

QJsonObject withoutOurs(QJsonObject schema)
{
    for (const auto &key : {u"title"_s, u"description"_s, u"default"_s, u"secret"_s})
        schema.remove(key);
    if (schema.contains(u"items"_s))
        schema[u"items"_s] = withoutOurs(schema[u"items"_s].toObject());
    if (schema.contains(u"properties"_s)) {
        auto properties = schema[u"properties"_s].toObject();
        for (auto it = properties.begin(); it != properties.end(); ++it)
            it.value() = withoutOurs(it.value().toObject());
        schema[u"properties"_s] = properties;
    }
    return schema;
}

QStringList secretPaths(const QJsonObject &schema, const QString &prefix)
{
    QStringList paths;
    const auto properties = schema[u"properties"_s].toObject();
    for (auto it = properties.begin(); it != properties.end(); ++it) {
        const auto property = it.value().toObject();
        const auto path = prefix + it.key();
        if (property[u"secret"_s].toBool())
            paths.append(path);
        paths += secretPaths(property, path + u'.');
    }
    return paths;
}

QJsonValue withDefaults(const QJsonObject &schema, const QJsonValue &given)
{
    if (!given.isObject())
        return given;
    auto filled = given.toObject();
    const auto properties = schema[u"properties"_s].toObject();
    for (auto it = properties.begin(); it != properties.end(); ++it) {
        const auto property = it.value().toObject();
        if (!filled.contains(it.key()) && property.contains(u"default"_s))
            filled[it.key()] = property[u"default"_s];
        if (filled.contains(it.key()))
            filled[it.key()] = withDefaults(property, filled[it.key()]);
    }
    return filled;
}

bool hasTooLongString(const QJsonValue &value)
{
    if (value.isString())
        return value.toString().size() > longestString;
    if (value.isArray()) {
        const auto array = value.toArray();
        return std::any_of(array.begin(), array.end(), [](const QJsonValue &v) { return hasTooLongString(v); });
    }
    const auto object = value.toObject();
    return std::any_of(object.begin(), object.end(), [](const QJsonValue &v) { return hasTooLongString(v); });
}

} // namespace

SettingsSchema::SettingsSchema()
    : m_json{{u"type"_s, u"object"_s}, {u"additionalProperties"_s, false}}
    , m_plain(m_json)
{
}

Result<SettingsSchema> SettingsSchema::parse(const QJsonObject &schema)
{
    if (const auto fault = judgeSchema(schema))
        return failure(u"plugin.schema"_s, *fault);
    SettingsSchema parsed;
    parsed.m_json = schema;
    parsed.m_plain = withoutOurs(schema);
    parsed.m_secrets = secretPaths(schema, {});
    return parsed;
}

Result<QJsonObject> SettingsSchema::complete(const QJsonObject &given, const QString &path) const
{
    const auto filled = withDefaults(m_json, given).toObject();
    if (const auto misfit = misfittingKey(m_json, filled, path))
        return failure(u"settings.invalid"_s, *misfit);
    if (hasTooLongString(filled))
        return failure(u"settings.invalid"_s,
                       u"“%1” holds a text of more than %2 characters: shorten it."_s.arg(path).arg(longestString));
    if (const auto steps = firstViolation(m_plain, filled))
        return failure(u"settings.invalid"_s, violationSentence(m_json, *steps, path));
    return filled;
}

QStringList SettingsSchema::secretValues(const QJsonObject &settings) const
{
    QStringList values;
    for (const auto &path : m_secrets) {
        QJsonValue value = settings;
        for (const auto &step : path.split(u'.'))
            value = value.toObject()[step];
        if (!value.toString().isEmpty())
            values.append(value.toString());
    }
    return values;
}

} // namespace rastro::plugins
