// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/clickrow.h"

#include "core/ports/unitofwork.h"
#include "storage/columns.h"

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

QJsonObject toJson(const QMap<QString, QString> &ids)
{
    QJsonObject object;
    for (auto id = ids.begin(); id != ids.end(); ++id)
        object.insert(id.key(), id.value());
    return object;
}

QMap<QString, QString> idsOf(const QJsonObject &object)
{
    QMap<QString, QString> ids;
    for (auto id = object.begin(); id != object.end(); ++id)
        ids.insert(id.key(), id.value().toString());
    return ids;
}

void addOrNull(RowWriter &writer, QStringView text)
{
    if (text.isEmpty())
        writer.addNull();
    else
        writer.add(text);
}

void addOrNull(RowWriter &writer, qint64 number)
{
    if (number == 0)
        writer.addNull();
    else
        writer.add(number);
}

} // namespace

TrackingToken readClickToken(const Row &row)
{
    if (const auto token = row.token("token"_L1))
        return *token;
    throw core::StorageFailure(
        {u"storage.corrupt"_s, u"A click has the token “%1”, which Rastro never wrote: 32 lower-case hex digits are "
                               "expected. Correct it, or restore a backup."_s.arg(row.text("token"_L1))});
}

Click readClick(const Row &row)
{
    return {.token = readClickToken(row),
            .poolId = row.integer("pool_id"_L1),
            .botId = row.integer("bot_id"_L1),
            .fbclid = row.text("fbclid"_L1),
            .fbp = row.text("fbp"_L1),
            .fbc = row.text("fbc"_L1),
            .ids = idsOf(row.json("ids"_L1)),
            .utm = readUtm(row),
            .visitorId = row.text("visitor_id"_L1),
            .clientIp = row.text("ip_address"_L1),
            .userAgent = row.text("user_agent"_L1),
            .landingUrl = row.text("landing_url"_L1),
            .referrer = row.text("referrer"_L1),
            .firstSeenMs = row.integer("first_seen_ms"_L1),
            .pageviewEventId = row.text("pageview_event_id"_L1),
            .traffic = row.text("traffic"_L1),
            .consent = consentFromName(row.text("consent"_L1))};
}

void writeClick(RowWriter &writer, qint64 workspaceId, const Click &click)
{
    writer.add(QStringView(click.token.toString()));
    writer.add(workspaceId);
    addOrNull(writer, click.poolId);
    addOrNull(writer, click.botId);
    addOrNull(writer, click.fbclid);
    addOrNull(writer, click.fbp);
    addOrNull(writer, click.fbc);
    addOrNull(writer, click.ids.isEmpty() ? QString() : jsonText(toJson(click.ids)));
    for (const auto *text :
         {&click.utm.source, &click.utm.medium, &click.utm.campaign, &click.utm.content, &click.utm.term,
          &click.visitorId, &click.clientIp, &click.userAgent, &click.landingUrl, &click.referrer})
        addOrNull(writer, *text);
    writer.add(click.firstSeenMs);
    addOrNull(writer, click.pageviewEventId);
    writer.add(QStringView(click.traffic));
    addOrNull(writer, consentName(click.consent));
    writer.endRow();
}

} // namespace rastro::storage
