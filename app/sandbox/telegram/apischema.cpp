// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/telegram/apischema.h"

#include <QtCore/QFile>
#include <QtCore/QHash>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <cmath>

using namespace Qt::StringLiterals;

static void initialiseTelegramResource()
{
    Q_INIT_RESOURCE(telegram); // a static library's resources are not registered by themselves
}

namespace rastro::sandbox {

namespace {

constexpr auto arrayOf = "Array of "_L1;

// "A|B!" is: A or B, required.
struct Field
{
    QStringList types;
    bool required = false;

    explicit Field(QString text)
    {
        required = text.endsWith(u'!');
        if (required)
            text.chop(1);
        types = text.split(u'|');
    }
};

bool isInteger(const QJsonValue &value)
{
    return value.isDouble() && std::trunc(value.toDouble()) == value.toDouble();
}

QString nameOf(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return u"Boolean"_s;
    case QJsonValue::Double:
        return u"Number"_s;
    case QJsonValue::String:
        return u"String"_s;
    case QJsonValue::Array:
        return u"Array"_s;
    case QJsonValue::Object:
        return u"Object"_s;
    default:
        return u"Null"_s;
    }
}

QJsonValue fromText(const QString &text, const QString &type)
{
    bool ok = false;
    if (type == u"Integer"_s) {
        const qint64 number = text.toLongLong(&ok);
        return ok ? QJsonValue(number) : QJsonValue(text);
    }
    if (type == u"Float"_s) {
        const double number = text.toDouble(&ok);
        return ok ? QJsonValue(number) : QJsonValue(text);
    }
    if (type == u"Boolean"_s) {
        const QString lower = text.toLower();
        if (lower == u"true"_s || lower == u"1"_s || lower == u"yes"_s)
            return true;
        return lower == u"false"_s || lower == u"0"_s || lower == u"no"_s ? QJsonValue(false) : QJsonValue(text);
    }
    const QJsonDocument json = QJsonDocument::fromJson(text.toUtf8());
    if (json.isArray())
        return json.array();
    return json.isObject() ? QJsonValue(json.object()) : QJsonValue(text);
}

} // namespace

const ApiSchema &ApiSchema::builtIn()
{
    static const ApiSchema schema;
    return schema;
}

ApiSchema::ApiSchema()
{
    initialiseTelegramResource();
    QFile file(u":/rastro/telegram/bot_api.json"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the Bot API's schema is not built in");
    const QJsonObject schema = QJsonDocument::fromJson(file.readAll()).object();
    m_version = schema["version"_L1].toString();
    m_methods = schema["methods"_L1].toObject();
    m_types = schema["types"_L1].toObject();
    for (const QString &name : m_methods.keys())
        m_names.insert(name.toLower(), name);
}

QString ApiSchema::canonicalMethod(const QString &name) const
{
    return m_names.value(name.toLower());
}

QJsonObject ApiSchema::converted(const QString &method, QJsonObject params) const
{
    const QJsonObject declared = m_methods[method].toObject();
    for (auto param = params.begin(); param != params.end(); ++param) {
        const Field field(declared[param.key()].toString());
        if (param.value().isString() && !field.types.contains(u"String"_s))
            param.value() = fromText(param.value().toString(), field.types.constFirst());
    }
    return params;
}

std::optional<QString> ApiSchema::flawOfCall(const QString &method, const QJsonObject &params,
                                             const QSet<QString> &files) const
{
    QJsonObject given = params;
    for (const QString &file : files)
        given[file] = u"attach://"_s + file;
    return flawOfFields(m_methods[method].toObject(), given, method);
}

std::optional<QString> ApiSchema::flawOfObject(const QString &type, const QJsonValue &value) const
{
    return flawOfType(type, value, type);
}

std::optional<QString> ApiSchema::flawOfFields(const QJsonObject &declared, const QJsonObject &given,
                                               const QString &where) const
{
    for (auto field = declared.begin(); field != declared.end(); ++field) {
        if (Field(field.value().toString()).required && !given.contains(field.key()))
            return u"%1 lacks the required \"%2\""_s.arg(where, field.key());
    }
    for (auto member = given.begin(); member != given.end(); ++member) {
        if (!declared.contains(member.key()))
            return u"%1 has no \"%2\""_s.arg(where, member.key());
        const QStringList types = Field(declared[member.key()].toString()).types;
        if (auto flaw = flawOfValue(types, member.value(), where + u'.' + member.key()))
            return flaw;
    }
    return {};
}

// The value must fit one of the types; if it fits none, the first one's complaint is given.
std::optional<QString> ApiSchema::flawOfValue(const QStringList &types, const QJsonValue &value,
                                              const QString &where) const
{
    std::optional<QString> first;
    for (const QString &type : types) {
        const auto flaw = flawOfType(type, value, where);
        if (!flaw)
            return {};
        if (!first)
            first = flaw;
    }
    return first;
}

std::optional<QString> ApiSchema::flawOfType(const QString &type, const QJsonValue &value, const QString &where) const
{
    if (type.startsWith(arrayOf))
        return flawOfArray(type.sliced(arrayOf.size()), value, where);
    const QJsonValue declared = m_types[type];
    bool fits = value.isObject();
    if (type == u"Integer"_s)
        fits = isInteger(value);
    else if (type == u"Float"_s)
        fits = value.isDouble();
    else if (type == u"Boolean"_s)
        fits = value.isBool();
    else if (type == u"String"_s)
        fits = value.isString();
    else if (type == u"InputFile"_s)
        fits = value.toString().startsWith(u"attach://"_s);
    else if (declared.isArray() && fits)
        return flawOfValue(declared.toVariant().toStringList(), value, where);
    else if (fits)
        return flawOfFields(declared.toObject(), value.toObject(), where);
    return fits ? std::nullopt : std::optional(u"%1 must be %2, not %3"_s.arg(where, type, nameOf(value)));
}

std::optional<QString> ApiSchema::flawOfArray(const QString &elements, const QJsonValue &value,
                                              const QString &where) const
{
    if (!value.isArray())
        return u"%1 must be Array of %2, not %3"_s.arg(where, elements, nameOf(value));
    int index = 0;
    for (const QJsonValue &element : value.toArray()) {
        if (auto flaw = flawOfType(elements, element, u"%1[%2]"_s.arg(where, QString::number(index++))))
            return flaw;
    }
    return {};
}

} // namespace rastro::sandbox
