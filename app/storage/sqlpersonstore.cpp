// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlpersonstore.h"

#include "storage/connection.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QJsonArray>
#include <QtCore/QSet>
#include <array>

using namespace Qt::StringLiterals;

namespace rastro::storage {

namespace {

// Named after the table that each reads.
constexpr std::array tables{"person.bot_users"_L1, "person.touches"_L1,          "person.starts"_L1,
                            "person.payments"_L1,  "person.conversions"_L1,      "person.messages"_L1,
                            "person.buttons"_L1,   "person.telegram_updates"_L1, "person.trail"_L1};
constexpr std::array byPerson{"person.erase_touches"_L1, "person.erase_starts"_L1,
                              "person.erase_trail"_L1,   "person.erase_payment_trail"_L1,
                              "person.erase_buttons"_L1, "person.erase_conversions"_L1};
constexpr std::array withTime{"person.erase_payments"_L1, "person.erase_messages"_L1, "person.erase_bot_users"_L1};

Statement &bindPerson(Statement &statement, const core::PersonKey &person)
{
    return statement.bind("bot_id"_L1, person.botId).bind("telegram_user_id"_L1, person.telegramUserId);
}

bool isNumber(const QByteArray &table, const QByteArray &column)
{
    static const QSet<QByteArray> numbers{
        "telegram_user_id",  "amount",           "message_id", "update_id", "first_seen_ms", "click_timestamp",
        "first_interaction", "last_interaction", "reachable",  "at"};
    if (column == "id")
        return table != "buttons";
    if (column == "payment_id")
        return table != "payments";
    return numbers.contains(column) || column.endsWith("_at");
}

QJsonObject asJson(const Row &row, const QByteArray &table)
{
    QJsonObject object;
    for (const QByteArray &column : row.columns()) {
        const QLatin1StringView name(column);
        const bool isRaw = column == "raw" || column == "body";
        const QString text = isRaw ? QString::fromUtf8(row.bytes(name)) : row.text(name);
        if (!text.isEmpty())
            object.insert(QString::fromLatin1(column),
                          isNumber(table, column) ? QJsonValue(text.toLongLong()) : QJsonValue(text));
    }
    return object;
}

void putRows(QJsonObject &into, QLatin1StringView table, const QList<QJsonObject> &rows)
{
    QJsonArray array = into.value(table).toArray();
    for (const QJsonObject &row : rows)
        array.append(row);
    if (!array.isEmpty())
        into.insert(table, array);
}

// Not the name itself: it would be what was to be erased.
QString digestOf(QLatin1StringView kind, const QString &name)
{
    return QString::fromLatin1(
        QCryptographicHash::hash((kind + u':' + name).toUtf8(), QCryptographicHash::Sha256).toHex());
}

QString digestOf(const TrackingToken &token)
{
    return digestOf("token"_L1, token.toString());
}

QString digestOfVisitor(const Click &click)
{
    return click.visitorId.isEmpty() ? QString() : digestOf("visitor"_L1, click.visitorId);
}

} // namespace

SqlPersonStore::SqlPersonStore(Connection &connection, SqlClickStore &clicks)
    : m_connection(connection)
    , m_clicks(clicks)
    , m_meetErasures(connection, "person.meetErasures"_L1)
    , m_erasedAt(connection, "person.erasedAt"_L1)
{
}

QStringList SqlPersonStore::texts(QLatin1StringView name, const core::PersonKey &person)
{
    Statement statement(m_connection, name);
    return bindPerson(statement, person).all([](const Row &row) {
        return row.text(QLatin1StringView(row.columns()[0]));
    });
}

QJsonObject SqlPersonStore::everythingAbout(const core::PersonKey &person)
{
    QJsonObject all;
    for (const auto name : tables) {
        const auto table = name.sliced(QLatin1StringView("person.").size());
        Statement statement(m_connection, name);
        putRows(all, table, bindPerson(statement, person).all([&](const Row &row) {
            return asJson(row, QByteArray(table.data(), table.size()));
        }));
    }
    Statement click(m_connection, "person.click"_L1);
    for (const Click &known : clicksOf(person))
        putRows(all, "clicks"_L1,
                click.bind("token"_L1, known.token.toString())
                    .bind("telegram_user_id"_L1, person.telegramUserId)
                    .all([](const Row &row) { return asJson(row, "clicks"); }));
    Statement notices(m_connection, "person.notices"_L1);
    QMap<qint64, QJsonObject> seen; // A notice may hold both names of a payment.
    for (const QString &name : texts("person.references"_L1, person))
        notices.bind("bot_id"_L1, person.botId).bind("name"_L1, name.toUtf8()).all([&](const Row &row) {
            return seen.insert(row.integer("id"_L1), asJson(row, "gateway_notices")), true;
        });
    putRows(all, "gateway_notices"_L1, seen.values());
    return all;
}

QList<TrackingToken> SqlPersonStore::tokensOf(const core::PersonKey &person)
{
    QList<TrackingToken> tokens;
    for (const QString &text : texts("person.tokens"_L1, person)) {
        if (const auto token = TrackingToken::parse(text))
            tokens.append(*token);
    }
    return tokens;
}

QList<Click> SqlPersonStore::clicksOf(const core::PersonKey &person)
{
    QMap<QString, Click> clicks;
    for (const TrackingToken &token : tokensOf(person)) {
        if (const auto click = m_clicks.byToken(person.workspaceId, token))
            clicks.insert(token.toString(), *click);
    }
    for (const Click &bound : clicks.values()) {
        if (bound.visitorId.isEmpty())
            continue;
        for (const Click &click : m_clicks.finder().allOfVisitor(person.workspaceId, bound.visitorId))
            clicks.insert(click.token.toString(), click);
    }
    return clicks.values();
}

void SqlPersonStore::erase(const core::PersonKey &person, const QList<Click> &clicks, Micros now)
{
    const auto forPerson = [&](QLatin1StringView name, bool isTimed) {
        Statement statement(m_connection, name);
        bindPerson(statement, person);
        if (isTimed)
            statement.bind("now"_L1, now);
        statement.run();
    };
    Statement notices(m_connection, "person.erase_notices"_L1);
    for (const QString &name : texts("person.references"_L1, person))
        notices.bind("bot_id"_L1, person.botId).bind("name"_L1, name.toUtf8()).bind("nothing"_L1, QByteArray("")).run();
    Statement updates(m_connection, "person.erase_updates"_L1);
    bindPerson(updates, person).bind("nothing"_L1, QByteArray("{}")).run();
    for (const auto name : byPerson)
        forPerson(name, false);
    Statement click(m_connection, "person.eraseClick"_L1);
    Statement clickTrail(m_connection, "person.erase_click_trail"_L1);
    for (const Click &known : clicks) {
        const bool isErased = click.bind("token"_L1, known.token.toString())
                                  .bind("telegram_user_id"_L1, person.telegramUserId)
                                  .bind("now"_L1, now)
                                  .run() > 0;
        if (!isErased)
            continue;
        m_clicks.finder().forget(person.workspaceId, known);
        clickTrail.bind("workspace_id"_L1, person.workspaceId).bind("token"_L1, known.token.toString()).run();
    }
    for (const auto name : withTime)
        forPerson(name, true);
}

void SqlPersonStore::noteErasure(const core::PersonKey &person, const QList<Click> &clicks, Micros now)
{
    Statement change(m_connection, "person.changeErasures"_L1);
    change.bind("workspace_id"_L1, person.workspaceId).run();
    QSet<QString> digests;
    for (const TrackingToken &token : tokensOf(person))
        digests.insert(digestOf(token));
    for (const Click &click : clicks)
        digests.insert(digestOfVisitor(click));
    digests.remove({});
    Statement note(m_connection, "person.noteErased"_L1);
    for (const QString &digest : std::as_const(digests))
        note.bind("workspace_id"_L1, person.workspaceId).bind("digest"_L1, digest).bind("now"_L1, now).run();
}

void SqlPersonStore::meetErasures(qint64 workspaceId)
{
    m_meetErasures.bind("workspace_id"_L1, workspaceId).one([](const Row &) { return true; });
}

std::optional<Micros> SqlPersonStore::erasedAt(qint64 workspaceId, const Click &click)
{
    return m_erasedAt.bind("workspace_id"_L1, workspaceId)
        .bind("token"_L1, digestOf(click.token))
        .bind("visitor"_L1, digestOfVisitor(click))
        .bind("seen_at"_L1, click.firstSeenMs * 1000)
        .one([](const Row &row) { return row.integer("erased_at"_L1); });
}

void SqlPersonStore::markErased(const TrackingToken &token, Micros at)
{
    Statement click(m_connection, "person.eraseClick"_L1);
    click.bind("token"_L1, token.toString()).bind("telegram_user_id"_L1, qint64(0)).bind("now"_L1, at).run();
}

} // namespace rastro::storage
