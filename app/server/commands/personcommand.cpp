// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/personcommand.h"

#include "redis/clickpayload.h"
#include "redis/redisdialogue.h"
#include "server/commands/shopnames.h"
#include "server/runtime/store.h"
#include "server/runtime/systemclock.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <cstdio>
#include <iostream>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace rastro::server {

namespace {

// Names change hands, and most people have none.
std::string refuseNames(const std::string &text)
{
    bool isNumber = false;
    static_cast<void>(QString::fromStdString(text).toLongLong(&isNumber));
    return isNumber ? std::string() : text + " is not a Telegram id, which is a number: rastro trace shows it";
}

// What leads to a click in Redis; the fbclid's key only if it leads to this one.
Result<void> forgetCopies(redis::RedisDialogue &redis, const QList<Click> &clicks)
{
    for (const Click &click : clicks) {
        redis::Command command{"DEL", redis::clickKey(click.token)};
        if (!click.fbclid.isEmpty()) {
            const auto leadsTo = redis.ask({"GET", redis::fbclidKey(click.fbclid)});
            if (!leadsTo)
                return tl::unexpected<Error>(leadsTo.error());
            if (leadsTo->text == click.token.toString().toLatin1())
                command.append(redis::fbclidKey(click.fbclid));
        }
        if (const auto deleted = redis.ask(command); !deleted)
            return tl::unexpected<Error>(deleted.error());
    }
    return {};
}

// Clicks that are only in Redis and in a spool yet.
Result<QList<Click>> copiesOf(redis::RedisDialogue &redis, const QList<TrackingToken> &tokens)
{
    QList<Click> clicks;
    for (const TrackingToken &token : tokens) {
        const auto copy = redis.ask({"GET", redis::clickKey(token)});
        if (!copy)
            return tl::unexpected<Error>(copy.error());
        if (const auto read = copy->text ? redis::readClick(token, *copy->text, 0) : std::nullopt)
            clicks.append(read->click);
    }
    return clicks;
}

// Before the database forgets what they are called.
Result<void> eraseCopies(const ServerOptions &options, const core::PersonClicks &person)
{
    if (!options.redis && !options.servedRedis.isEmpty())
        return failure(
            u"options.redis"_s,
            u"The server keeps copies of clicks in %1, and no Redis is named here, so "
            u"nothing was erased. Give --redis or RASTRO_REDIS as the server got it."_s.arg(options.servedRedis));
    if (!options.redis || (person.clicks.isEmpty() && person.unstored.isEmpty()))
        return {};
    const auto redis = redis::RedisDialogue::open(*options.redis, {});
    const auto copies =
        redis ? copiesOf(**redis, person.unstored) : Result<QList<Click>>(tl::unexpected<Error>(redis.error()));
    const auto done =
        copies ? forgetCopies(**redis, person.clicks + *copies) : Result<void>(tl::unexpected<Error>(copies.error()));
    if (done)
        return done;
    Error error = done.error();
    error.message = u"The copies in Redis could not be erased, so nothing was. Start Redis and try again. ("_s +
                    error.message + u')';
    return tl::unexpected<Error>(error);
}

} // namespace

void PersonCommand::addTo(CLI::App &app)
{
    auto *command = create(app, "person", "What is stored about one person: show it, or erase it");
    command->require_subcommand(1);
    m_export = command->add_subcommand("export", "Print everything about the person as JSON");
    m_erase = command->add_subcommand("erase", "Erase what identifies the person; payments keep amounts and states");
    for (auto *part : {m_export, m_erase}) {
        part->fallthrough();
        part->add_option("person", m_person, "The Telegram id")
            ->type_name("TELEGRAM_ID")
            ->required()
            ->check(refuseNames);
        part->add_option("--bot", m_bot, "Only what this bot knows: its key")->type_name("KEY");
        part->add_flag("--json", m_json, "Print JSON (an export always is)");
    }
    m_erase->add_flag("--yes", m_yes, "Do not ask");
    m_erase->footer("What goes: names, addresses, browsers, click ids, messages, updates, notices of gateways, copies "
                    "in Redis.\nWhat stays: that there was somebody with this Telegram id, and what was paid. Backups "
                    "are yours to erase.\nIt cannot be undone. Twice changes nothing.");
}

int PersonCommand::run()
{
    const auto options = m_options.judge();
    if (!options)
        return fail(options.error());
    const auto store = openPresentStore(*options);
    if (!store)
        return fail(store.error());
    const auto person = scope(**store);
    if (!person)
        return fail(person.error());
    return m_erase->parsed() ? erase(*options, **store, *person) : show(**store, *person);
}

Result<core::PersonScope> PersonCommand::scope(storage::SqlDatabase &store) const
{
    using Scope = Result<core::PersonScope>;
    const auto found = wait<Scope>(store, [&](core::UnitOfWork &uow) -> Scope {
        const auto bot = botNamed(uow.shop().load(), QString::fromStdString(m_bot));
        if (!bot)
            return tl::unexpected<Error>(bot.error());
        return core::PersonScope{uow.shop().workspace(u"default"_s), m_person, *bot};
    });
    return found ? *found : tl::unexpected<Error>(found.error());
}

int PersonCommand::show(storage::SqlDatabase &store, const core::PersonScope &scope) const
{
    const auto all = wait<QJsonObject>(store, [&](core::UnitOfWork &uow) { return core::exportPerson(uow, scope); });
    if (!all)
        return fail(all.error());
    std::fputs(QJsonDocument(*all).toJson().constData(), stdout);
    if (!all->value(u"bots"_s).toArray().isEmpty())
        return Done;
    std::fprintf(stderr, "rastro: nobody with the Telegram id %lld is known.\n", static_cast<long long>(m_person));
    return Failed;
}

int PersonCommand::erase(const ServerOptions &options, storage::SqlDatabase &store,
                         const core::PersonScope &scope) const
{
    if (!isConfirmed())
        return fail({.code = u"person.unconfirmed"_s,
                     .message = u"Nothing was erased. Answer with the Telegram id, or give --yes in scripts."_s});
    const auto clicks =
        wait<core::PersonClicks>(store, [&](core::UnitOfWork &uow) { return core::clicksOfPerson(uow, scope); });
    if (!clicks)
        return fail(clicks.error());
    if (const auto copies = eraseCopies(options, *clicks); !copies)
        return fail(copies.error());
    const auto now = SystemClock().now();
    const auto noted =
        wait<bool>(store, [&](core::UnitOfWork &uow) { return core::noteErasure(uow, scope, now), true; });
    if (!noted)
        return fail(noted.error());
    const auto bots = wait<int>(store, [&](core::UnitOfWork &uow) { return core::erasePerson(uow, scope, now); });
    if (!bots)
        return fail(bots.error());
    if (m_json)
        std::fputs(
            QJsonDocument(QJsonObject{{u"telegram_user_id"_s, m_person}, {u"bots"_s, *bots}}).toJson().constData(),
            stdout);
    else if (*bots == 0)
        print(u"Nobody with the Telegram id %1 is known: there was nothing to erase."_s.arg(m_person));
    else
        print(u"Erased what identified the person %1 on %2 bot(s). Payments keep their amounts and states."_s
                  .arg(m_person)
                  .arg(*bots));
    return Done;
}

bool PersonCommand::isConfirmed() const
{
    if (m_yes)
        return true;
    if (isatty(STDIN_FILENO) == 0)
        return false;
    std::fprintf(stderr, "This cannot be undone. Type the Telegram id %lld again to erase the person: ",
                 static_cast<long long>(m_person));
    std::string answer;
    std::getline(std::cin, answer);
    return QString::fromStdString(answer).trimmed() == QString::number(m_person);
}

} // namespace rastro::server
