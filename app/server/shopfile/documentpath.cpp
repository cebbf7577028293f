// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shopfile/documentpath.h"

#include "plugins/settings/jsonviolation.h"

#include <QtCore/QJsonArray>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

QString joined(const QString &path, const QString &key)
{
    return path.isEmpty() ? key : path + u'.' + key;
}

// Missing and unknown keys, at any depth: a plain "invalid" would not say which.
std::optional<Error> misfit(const QJsonObject &schema, const QJsonValue &value, const QString &path)
{
    if (value.isArray()) {
        const auto array = value.toArray();
        for (qsizetype at = 0; at < array.size(); ++at) {
            const auto place = u"%1[%2]"_s.arg(path).arg(at);
            if (auto found = misfit(schema[u"items"_s].toObject(), array[at], place))
                return found;
        }
        return std::nullopt;
    }
    const auto properties = schema[u"properties"_s].toObject();
    if (!value.isObject() || properties.isEmpty())
        return std::nullopt;
    const auto object = value.toObject();
    for (auto entry = object.begin(); entry != object.end(); ++entry) {
        const auto place = joined(path, entry.key());
        if (!properties.contains(entry.key()))
            return wrongAt(place, u"is not known. Known here: %1."_s.arg(properties.keys().join(u", "_s))).value();
        if (auto found = misfit(properties[entry.key()].toObject(), entry.value(), place))
            return found;
    }
    for (const auto &required : schema[u"required"_s].toArray()) {
        if (!object.contains(required.toString()))
            return wrongAt(joined(path, required.toString()),
                           u"is missing. "_s + properties[required.toString()][u"description"_s].toString())
                .value();
    }
    return std::nullopt;
}

} // namespace

tl::unexpected<Error> wrongAt(const QString &path, const QString &sentence)
{
    return failure(u"shop.invalid"_s, path.isEmpty() ? sentence : u"%1: %2"_s.arg(path, sentence));
}

Result<void> checkDocument(const QJsonObject &schema, const QJsonObject &document)
{
    if (const auto found = misfit(schema, document, {}))
        return tl::unexpected<Error>(*found);
    const auto steps = plugins::firstViolation(schema, document);
    if (!steps)
        return {};
    QString path;
    QJsonObject place = schema;
    for (const QString &step : *steps) {
        bool isIndex = false;
        step.toInt(&isIndex);
        const bool inArray = isIndex && place.contains(u"items"_s);
        place = inArray ? place[u"items"_s].toObject() : place[u"properties"_s][step].toObject();
        path = inArray ? u"%1[%2]"_s.arg(path, step) : joined(path, step);
    }
    return wrongAt(path, u"is not right. "_s + place[u"description"_s].toString());
}

} // namespace rastro::server
