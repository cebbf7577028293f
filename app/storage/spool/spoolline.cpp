// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/spool/spoolline.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

constexpr qsizetype sumLength = 16;

QByteArray sumOf(const QByteArray &json)
{
    return QCryptographicHash::hash(json, QCryptographicHash::Sha256).toHex().left(sumLength);
}

struct TextField
{
    QLatin1StringView name;
    QString Click::*text;
};

constexpr TextField texts[] = {
    {"fbclid"_L1, &Click::fbclid},
    {"fbp"_L1, &Click::fbp},
    {"fbc"_L1, &Click::fbc},
    {"visitor_id"_L1, &Click::visitorId},
    {"ip_address"_L1, &Click::clientIp},
    {"user_agent"_L1, &Click::userAgent},
    {"landing_url"_L1, &Click::landingUrl},
    {"referrer"_L1, &Click::referrer},
    {"pageview_event_id"_L1, &Click::pageviewEventId},
    {"traffic"_L1, &Click::traffic},
};

struct UtmField
{
    QLatin1StringView name;
    QString Utm::*text;
};

constexpr UtmField utms[] = {
    {"utm_source"_L1, &Utm::source},   {"utm_medium"_L1, &Utm::medium}, {"utm_campaign"_L1, &Utm::campaign},
    {"utm_content"_L1, &Utm::content}, {"utm_term"_L1, &Utm::term},
};

void insertText(QJsonObject &json, QLatin1StringView name, const QString &text)
{
    if (!text.isEmpty())
        json.insert(name, text);
}

QJsonObject toJson(const core::Arrival &arrival)
{
    const Click &click = arrival.captured.click;
    QJsonObject json{{u"token"_s, click.token.toString()},
                     {u"workspace_id"_s, arrival.workspaceId},
                     {u"pool_id"_s, click.poolId},
                     {u"bot_id"_s, click.botId},
                     {u"first_seen_ms"_s, click.firstSeenMs},
                     {u"is_new_visitor"_s, arrival.captured.isNewVisitor}};
    for (const auto &field : texts)
        insertText(json, field.name, click.*field.text);
    for (const auto &field : utms)
        insertText(json, field.name, click.utm.*field.text);
    QJsonObject ids;
    for (auto id = click.ids.begin(); id != click.ids.end(); ++id)
        ids.insert(id.key(), id.value());
    if (!ids.isEmpty())
        json.insert("ids"_L1, ids);
    insertText(json, "consent"_L1, consentName(click.consent));
    if (!arrival.captured.notes.isEmpty())
        json.insert("notes"_L1, QJsonArray::fromStringList(arrival.captured.notes));
    return json;
}

core::Arrival fromJson(const QJsonObject &json, const TrackingToken &token)
{
    core::Arrival arrival{json["workspace_id"_L1].toInteger(), core::CapturedClick{.click = Click{.token = token}}};
    Click &click = arrival.captured.click;
    click.poolId = json["pool_id"_L1].toInteger();
    click.botId = json["bot_id"_L1].toInteger();
    click.firstSeenMs = json["first_seen_ms"_L1].toInteger();
    arrival.captured.isNewVisitor = json["is_new_visitor"_L1].toBool();
    click.consent = consentFromName(json["consent"_L1].toString());
    for (const auto &field : texts)
        click.*field.text = json[field.name].toString();
    for (const auto &field : utms)
        click.utm.*field.text = json[field.name].toString();
    const auto ids = json["ids"_L1].toObject();
    for (auto id = ids.begin(); id != ids.end(); ++id)
        click.ids.insert(id.key(), id.value().toString());
    const auto notes = json["notes"_L1].toArray();
    for (const auto &note : notes)
        arrival.captured.notes.append(note.toString());
    return arrival;
}

} // namespace

QByteArray spoolLine(const core::Arrival &arrival)
{
    const auto json = QJsonDocument(toJson(arrival)).toJson(QJsonDocument::Compact);
    return sumOf(json) + ' ' + json + '\n';
}

std::optional<core::Arrival> readSpoolLine(const QByteArray &line)
{
    const auto json = line.mid(sumLength + 1);
    if (line.size() <= sumLength || line.at(sumLength) != ' ' || line.left(sumLength) != sumOf(json))
        return std::nullopt;
    const auto object = QJsonDocument::fromJson(json).object();
    const auto token = TrackingToken::parse(object["token"_L1].toString());
    return token ? std::optional(fromJson(object, *token)) : std::nullopt;
}

} // namespace rastro::storage
