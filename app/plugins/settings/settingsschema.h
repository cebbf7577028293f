// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/result.h"

#include <QtCore/QJsonObject>
#include <QtCore/QStringList>

namespace rastro::plugins {

/// What a plugin's settings look like: a subset of JSON Schema, with "secret": true on strings and titles in two
/// languages. The host validates every setting against it and the console draws its form from it. A value; pure.
class SettingsSchema
{
public:
    /// Of a plugin without settings.
    SettingsSchema();

    /// Judges the schema itself. Keywords: type, properties, required, additionalProperties (false), items, enum,
    /// default, pattern, minLength, maxLength, minimum, maximum, minItems, maxItems, secret, title, description. The
    /// error
    /// ("plugin.schema") names the place in the schema and what would be right.
    [[nodiscard]] static Result<SettingsSchema> parse(const QJsonObject &schema);

    /// Fills the defaults in and validates. `path` is where the settings stand in their document
    /// ("bots[0].plugins.meta"): the error ("settings.invalid") is one sentence with the path of the wrong value and
    /// the remedy, never the value.
    [[nodiscard]] Result<QJsonObject> complete(const QJsonObject &given, const QString &path) const;

    /// Keys of the secret settings, as paths ("access_token", "mtls.key").
    [[nodiscard]] const QStringList &secrets() const { return m_secrets; }
    /// The secrets' values in these settings, for redaction; empty ones left out.
    [[nodiscard]] QStringList secretValues(const QJsonObject &settings) const;

    /// As the plugin wrote it: for the console and for `rastro plugins --json`.
    [[nodiscard]] const QJsonObject &json() const { return m_json; }

private:
    QJsonObject m_json;
    QJsonObject m_plain; ///< Without what is ours: titles, descriptions, defaults, secret flags.
    QStringList m_secrets;
};

} // namespace rastro::plugins
