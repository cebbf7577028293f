// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/settings/jsonviolation.h"

#include <valijson/adapters/qtjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace rastro::plugins {

namespace {

// valijson writes a step as "[name]", and "<root>" first.
QStringList stepsOf(const std::vector<std::string> &context)
{
    QStringList steps;
    for (std::size_t at = 1; at < context.size(); ++at)
        steps.append(QString::fromStdString(context[at]).mid(1).chopped(1));
    return steps;
}

} // namespace

std::optional<QStringList> firstViolation(const QJsonObject &schema, const QJsonObject &document)
{
    const QJsonValue schemaValue(schema);
    const QJsonValue documentValue(document);
    valijson::Schema parsed;
    valijson::SchemaParser(valijson::SchemaParser::kDraft7)
        .populateSchema(valijson::adapters::QtJsonAdapter(schemaValue), parsed);

    valijson::ValidationResults results;
    if (valijson::Validator().validate(parsed, valijson::adapters::QtJsonAdapter(documentValue), &results))
        return std::nullopt;
    QStringList innermost;
    for (const auto &error : results) {
        const auto steps = stepsOf(error.context);
        if (steps.size() > innermost.size())
            innermost = steps;
    }
    return innermost;
}

} // namespace rastro::plugins
