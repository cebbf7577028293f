// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QJsonObject>
#include <QtCore/QSet>
#include <QtCore/QStringList>
#include <optional>

namespace rastro::sandbox {

/// Telegram's Bot API as data: which methods exist, which parameters they take, of which types
/// (resources/telegram/bot_api.json). Judges requests and updates. An immutable value; any thread.
class ApiSchema
{
public:
    /// The schema that is built into the program.
    [[nodiscard]] static const ApiSchema &builtIn();

    /// "Bot API 10.1".
    [[nodiscard]] QString version() const { return m_version; }

    /// The method's name as documented, for a name in any case; empty if there is no such method.
    [[nodiscard]] QString canonicalMethod(const QString &name) const;

    /// Parameters as the method declares them: in a form all values arrive as text, and objects may arrive as JSON
    /// text. What cannot be converted stays as it is, for flawOfCall() to refuse.
    [[nodiscard]] QJsonObject converted(const QString &method, QJsonObject params) const;

    /// What is wrong with a call: an unknown or missing parameter, or one of a wrong type. `files` are the parameters
    /// that were uploaded.
    [[nodiscard]] std::optional<QString> flawOfCall(const QString &method, const QJsonObject &params,
                                                    const QSet<QString> &files = {}) const;

    /// What is wrong with an object of the given type, such as "Update": an injected update must be one.
    [[nodiscard]] std::optional<QString> flawOfObject(const QString &type, const QJsonValue &value) const;

private:
    ApiSchema();

    [[nodiscard]] std::optional<QString> flawOfFields(const QJsonObject &declared, const QJsonObject &given,
                                                      const QString &where) const;
    [[nodiscard]] std::optional<QString> flawOfValue(const QStringList &types, const QJsonValue &value,
                                                     const QString &where) const;
    [[nodiscard]] std::optional<QString> flawOfType(const QString &type, const QJsonValue &value,
                                                    const QString &where) const;
    [[nodiscard]] std::optional<QString> flawOfArray(const QString &elements, const QJsonValue &value,
                                                     const QString &where) const;

    QString m_version;
    QJsonObject m_methods;
    QJsonObject m_types;
    QHash<QString, QString> m_names; ///< Lower case to documented.
};

} // namespace rastro::sandbox
