// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/meta/metauserrules.h"

#include <QtCore/QJsonArray>
#include <QtCore/QRegularExpression>
#include <QtCore/QSet>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

namespace {

using Keys = QSet<QString>;

const Keys &hashed()
{
    static const Keys keys{u"em"_s, u"ph"_s, u"fn"_s, u"ln"_s, u"ge"_s,
                           u"db"_s, u"ct"_s, u"st"_s, u"zp"_s, u"country"_s};
    return keys;
}

const Keys &plain()
{
    static const Keys keys{
        u"client_ip_address"_s,   u"client_user_agent"_s, u"fbc"_s,           u"fbp"_s,   u"subscription_id"_s,
        u"fb_login_id"_s,         u"lead_id"_s,           u"anon_id"_s,       u"madid"_s, u"page_id"_s,
        u"page_scoped_user_id"_s, u"ctwa_clid"_s,         u"ig_account_id"_s, u"ig_sid"_s};
    return keys;
}

// A string or a list of them, never empty.
std::optional<QStringList> strings(const QJsonValue &value)
{
    const auto list = value.isArray() ? value.toArray() : QJsonArray{value};
    QStringList texts;
    for (const auto &entry : list) {
        if (!entry.isString() || entry.toString().isEmpty())
            return std::nullopt;
        texts.append(entry.toString());
    }
    return texts.isEmpty() ? std::nullopt : std::optional(texts);
}

bool isHash(const QString &text)
{
    static const QRegularExpression sha256(uR"(\A[a-f0-9]{64}\z)"_s);
    return sha256.match(text).hasMatch() && !text.startsWith(u"e3b0c44298fc1c14"_s); // of nothing
}

std::optional<MetaError> judgeHashes(const QString &key, const QJsonValue &value, qsizetype index)
{
    const auto texts = strings(value);
    if (!texts || !std::all_of(texts->begin(), texts->end(), isHash))
        return metarefusal::invalid(u"user_data.%1 must be SHA-256 in lower-case hex"_s.arg(key))
            .at(index, {u"user_data"_s, key});
    return std::nullopt;
}

bool isClickId(const QString &fbc, qint64 nowMs)
{
    static const QRegularExpression form(uR"(\Afb\.[0-9]+\.([0-9]{13})\.[^.\s]+\z)"_s);
    constexpr qint64 day = 86'400'000;
    const auto match = form.match(fbc);
    const qint64 created = match.captured(1).toLongLong();
    return match.hasMatch() && created <= nowMs + 300'000 && created >= nowMs - 90 * day;
}

bool isBrowserId(const QString &fbp)
{
    static const QRegularExpression form(uR"(\Afb\.[0-9]+\.[0-9]{13}\.[0-9]+\z)"_s);
    return form.match(fbp).hasMatch();
}

bool isAddress(const QString &address)
{
    static const QRegularExpression form(uR"(\A(([0-9]{1,3}\.){3}[0-9]{1,3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]+)\z)"_s);
    return form.match(address).hasMatch();
}

std::optional<MetaError> judgePlain(const QString &key, const QString &text, qsizetype index, qint64 nowMs)
{
    const QList<QString> path{u"user_data"_s, key};
    if (key == u"fbc"_s && !isClickId(text, nowMs))
        return metarefusal::clickId().at(index, path);
    if (key == u"fbp"_s && !isBrowserId(text))
        return metarefusal::invalid(u"user_data.fbp is not a browser id"_s).at(index, path);
    if (key == u"client_ip_address"_s && !isAddress(text))
        return metarefusal::invalid(u"user_data.client_ip_address is not an address"_s).at(index, path);
    if (text.isEmpty())
        return metarefusal::invalid(u"user_data.%1 is empty"_s.arg(key)).at(index, path);
    return std::nullopt;
}

// "Combinations that are too broad"; in the field, address and browser alone are refused as well.
bool isTooBroad(const Keys &keys)
{
    static const QList<Keys> broad{
        {u"ct"_s, u"country"_s, u"st"_s, u"zp"_s, u"ge"_s, u"client_user_agent"_s, u"client_ip_address"_s},
        {u"db"_s, u"client_user_agent"_s},
        {u"fn"_s, u"ge"_s},
        {u"ln"_s, u"ge"_s}};
    return std::any_of(broad.begin(), broad.end(), [&](const Keys &set) { return set.contains(keys); });
}

std::optional<MetaError> judgeKey(const QString &key, const QJsonValue &value, qsizetype index, qint64 nowMs)
{
    if (hashed().contains(key))
        return judgeHashes(key, value, index);
    if (key == u"external_id"_s)
        return strings(value)
                   ? std::nullopt
                   : std::optional(
                         metarefusal::invalid(u"user_data.external_id is empty"_s).at(index, {u"user_data"_s, key}));
    if (plain().contains(key))
        return judgePlain(key, value.toVariant().toString(), index, nowMs);
    return metarefusal::unexpectedKey(key, u"$['data'][%1]['user_data']"_s.arg(index));
}

} // namespace

std::optional<MetaError> judgeMetaUser(const QJsonObject &user, qsizetype index, qint64 nowMs)
{
    for (auto entry = user.begin(); entry != user.end(); ++entry) {
        if (auto error = judgeKey(entry.key(), entry.value(), index, nowMs))
            return error;
    }
    const auto keys = user.keys();
    if (isTooBroad(Keys(keys.begin(), keys.end())))
        return metarefusal::tooBroad().at(index, {u"user_data"_s});
    return std::nullopt;
}

} // namespace rastro::sandbox
