// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/redisdialogue.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QEventLoop>

using namespace Qt::StringLiterals;

namespace rastro::redis {

namespace {

QString versionIn(const QByteArray &info)
{
    for (const QByteArray &line : info.split('\n')) {
        if (line.startsWith("redis_version:"))
            return QString::fromLatin1(line.mid(line.indexOf(':') + 1).trimmed());
    }
    return {};
}

} // namespace

Result<std::unique_ptr<RedisDialogue>> RedisDialogue::open(const RedisUrl &url, const Patience &patience)
{
    std::unique_ptr<RedisDialogue> dialogue(new RedisDialogue(url, patience));
    QEventLoop loop;
    std::optional<Result<void>> opened;
    const auto conclude = [&](const Result<void> &result) {
        opened = result;
        loop.quit();
    };
    auto &connection = dialogue->m_connection;
    QObject::connect(&connection, &RedisConnection::ready, &loop, [&] { conclude({}); });
    QObject::connect(&connection, &RedisConnection::lost, &loop,
                     [&](const Error &error) { conclude(tl::unexpected(error)); });
    connection.open();
    if (!opened)
        loop.exec();
    if (!*opened)
        return tl::unexpected(opened->error());
    return dialogue;
}

Result<Reply> RedisDialogue::ask(const Command &command)
{
    return askAll({command}).first();
}

QList<Result<Reply>> RedisDialogue::askAll(const QList<Command> &commands)
{
    QEventLoop loop;
    QList<Result<Reply>> replies;
    for (const Command &command : commands) {
        m_connection.send(command, [&](const Result<Reply> &reply) {
            replies.append(reply);
            if (replies.size() == commands.size())
                loop.quit();
        });
    }
    if (replies.size() < commands.size())
        loop.exec();
    return replies;
}

Result<Probe> probe(const RedisUrl &url, const Patience &patience)
{
    const auto dialogue = RedisDialogue::open(url, patience);
    if (!dialogue)
        return tl::unexpected(dialogue.error());
    QElapsedTimer timer;
    timer.start();
    const auto written = (*dialogue)->ask({"SET", "rastro:doctor", "1", "EX", "5"});
    if (!written)
        return tl::unexpected(written.error());
    const std::chrono::microseconds roundTrip(timer.nsecsElapsed() / 1000);
    const auto info = (*dialogue)->ask({"INFO", "server"});
    return Probe{info ? versionIn(info->text.value_or(QByteArray())) : QString(), roundTrip};
}

} // namespace rastro::redis
