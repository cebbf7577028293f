// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/telegram/botmethods.h"

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

namespace {

ApiOutcome getMe(const MethodRun &run)
{
    QJsonObject me = run.bot.toUser();
    me[u"can_join_groups"_s] = true;
    me[u"can_read_all_group_messages"_s] = false;
    me[u"supports_inline_queries"_s] = false;
    return me;
}

ApiOutcome setMyCommands(const MethodRun &run)
{
    constexpr qsizetype mostCommands = 100;
    const QJsonArray commands = run.call.params["commands"_L1].toArray();
    if (commands.size() > mostCommands)
        return badRequest(u"BOT_COMMANDS_TOO_MUCH"_s);
    run.bot.commands = commands;
    return true;
}

ApiOutcome getMyCommands(const MethodRun &run)
{
    return run.bot.commands;
}

ApiOutcome deleteMyCommands(const MethodRun &run)
{
    run.bot.commands = {};
    return true;
}

ApiOutcome getFile(const MethodRun &run)
{
    const QString id = run.call.params["file_id"_L1].toString();
    const auto file = run.bot.files.constFind(id);
    if (file == run.bot.files.constEnd())
        return badRequest(u"wrong file_id or the file is temporarily unavailable"_s);
    return QJsonObject{{u"file_id"_s, id},
                       {u"file_unique_id"_s, id.right(12)},
                       {u"file_size"_s, file->size()},
                       {u"file_path"_s, u"photos/"_s + id}};
}

ApiOutcome getChat(const MethodRun &run)
{
    const auto chat = run.bot.chats.find(run.call.params["chat_id"_L1].toVariant().toLongLong());
    if (chat == run.bot.chats.end() || !chat->second.started)
        return badRequest(u"chat not found"_s);
    return chat->second.person.toChat();
}

} // namespace

ApiOutcome runMethod(const MethodRun &run)
{
    static const QHash<QString, ApiOutcome (*)(const MethodRun &)> general = {
        {u"getMe"_s, getMe},
        {u"setMyCommands"_s, setMyCommands},
        {u"getMyCommands"_s, getMyCommands},
        {u"deleteMyCommands"_s, deleteMyCommands},
        {u"getFile"_s, getFile},
        {u"getChat"_s, getChat},
    };
    if (const auto method = general.value(run.call.method))
        return method(run);
    if (auto outcome = runWebhookMethod(run))
        return *std::move(outcome);
    if (auto outcome = runMessageMethod(run))
        return *std::move(outcome);
    return refusal(501, u"Not Implemented: the sandbox does not play %1"_s.arg(run.call.method));
}

} // namespace rastro::sandbox
