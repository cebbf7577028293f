// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/telegram/chatviews.h"

#include "sandbox/telegram/sandboxtelegram.h"

#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

namespace {

HttpReply json(const QJsonObject &object, int status = 200)
{
    return {status, QJsonDocument(object).toJson(QJsonDocument::Compact), "application/json", {}};
}

HttpReply complaint(int status, const QString &sentence)
{
    return json({{u"error"_s, sentence}}, status);
}

QJsonObject lineView(const ChatLine &line)
{
    QJsonObject view = line.message;
    view[u"from_bot"_s] = line.fromBot;
    return view;
}

QJsonObject chatView(const SandboxBot &bot, const SandboxChat &chat)
{
    QJsonArray lines;
    for (const ChatLine &line : chat.lines)
        lines.append(lineView(line));
    QJsonArray toasts;
    for (const PressedButton &pressed : bot.pressed) {
        if (pressed.personId == chat.person.id)
            toasts.append(QJsonObject{
                {u"callback"_s, pressed.callbackId}, {u"answered"_s, pressed.answered}, {u"text"_s, pressed.answer}});
    }
    return {{u"bot"_s, bot.toUser()},     {u"person"_s, chat.person.toUser()},  {u"started"_s, chat.started},
            {u"blocked"_s, chat.blocked}, {u"parameter"_s, chat.linkParameter}, {u"messages"_s, lines},
            {u"callbacks"_s, toasts}};
}

QString nameOf(PressResult::Kind kind)
{
    switch (kind) {
    case PressResult::Kind::Callback:
        return u"callback"_s;
    case PressResult::Kind::Copied:
        return u"copied"_s;
    case PressResult::Kind::Opened:
        return u"opened"_s;
    }
    return {};
}

std::optional<TelegramFault> faultNamed(const QString &kind, const QString &method, int times)
{
    using Kind = TelegramFault::Kind;
    static const QHash<QString, Kind> kinds = {
        {u"refusal"_s, Kind::Refusal},      {u"proxy_page"_s, Kind::ProxyPage},
        {u"silence"_s, Kind::Silence},      {u"lost_answer"_s, Kind::LostAnswer},
        {u"cut_answer"_s, Kind::CutAnswer}, {u"late_proxy_page"_s, Kind::LateProxyPage},
    };
    if (!kinds.contains(kind))
        return {};
    return TelegramFault::of(kinds.value(kind), method, times);
}

} // namespace

SandboxBot *ChatViews::botNamed(const QString &name) const
{
    bool isId = false;
    const qint64 id = name.toLongLong(&isId);
    return isId ? m_telegram.bot(id) : m_telegram.bot(name);
}

HttpReply ChatViews::answer(const QByteArray &method, const QString &path, const QByteArray &, const QByteArray &body)
{
    const QStringList parts = path.split(u'/', Qt::SkipEmptyParts).sliced(2);
    const QString what = parts.value(0);
    const bool isPost = method == "POST";
    if (!isPost && method != "GET")
        return complaint(405, u"Only GET and POST are understood here."_s);
    const QJsonObject wish = QJsonDocument::fromJson(body).object();
    if (what == u"bots"_s)
        return bots();
    if (what == u"calls"_s)
        return calls();
    if (what == u"photos"_s)
        return photo(parts);
    if (what == u"faults"_s && isPost)
        return addFault(wish);
    if (what == u"chats"_s && parts.size() >= 3)
        return chat(parts, isPost, wish);
    return complaint(404, u"There is no such page in the sandbox."_s);
}

HttpReply ChatViews::bots() const
{
    QJsonArray list;
    for (const auto &[id, bot] : m_telegram.bots()) {
        QJsonObject view = bot.toUser();
        view[u"chats"_s] = qint64(bot.chats.size());
        list.append(view);
    }
    return json({{u"bots"_s, list}});
}

HttpReply ChatViews::calls() const
{
    QJsonArray list;
    for (const RecordedCall &call : m_telegram.calls())
        list.append(QJsonObject{{u"at"_s, call.at},
                                {u"bot"_s, call.botId},
                                {u"method"_s, call.method},
                                {u"params"_s, call.params},
                                {u"status"_s, call.status},
                                {u"effect"_s, call.effect}});
    return json({{u"calls"_s, list}});
}

HttpReply ChatViews::photo(const QStringList &parts) const
{
    const SandboxBot *bot = botNamed(parts.value(1));
    if (bot == nullptr || !bot->files.contains(parts.value(2)))
        return complaint(404, u"There is no such photo."_s);
    const QByteArray bytes = bot->files.value(parts.value(2));
    return {200, bytes, bytes.startsWith("\x89PNG") ? "image/png" : "image/jpeg", {}};
}

HttpReply ChatViews::addFault(const QJsonObject &wish)
{
    auto fault = faultNamed(wish["kind"_L1].toString(), wish["method"_L1].toString(), wish["times"_L1].toInt(1));
    if (!fault)
        return complaint(400, u"A fault needs a \"kind\" that the sandbox knows."_s);
    fault->code = wish["code"_L1].toInt(fault->code);
    fault->description = wish["description"_L1].toString(fault->description);
    fault->retryAfter = wish["retry_after"_L1].toInt();
    m_telegram.faults().add(*fault);
    return json({});
}

HttpReply ChatViews::chat(const QStringList &parts, bool isPost, const QJsonObject &wish)
{
    SandboxBot *bot = botNamed(parts[1]);
    const qint64 personId = parts[2].toLongLong();
    if (bot == nullptr || personId <= 0)
        return complaint(404, u"There is no such bot or person."_s);
    if (parts.size() == 4 && isPost)
        return act(*bot, personId, parts[3], wish);
    const auto chat = bot->chats.find(personId);
    if (parts.size() != 3 || isPost || chat == bot->chats.end())
        return complaint(404, u"There is no such chat; open it first."_s);
    return json(chatView(*bot, chat->second));
}

HttpReply ChatViews::act(SandboxBot &bot, qint64 personId, const QString &action, const QJsonObject &wish)
{
    PersonSide &people = m_telegram.people();
    if (action == u"open"_s) {
        people.openLink(bot, wish["parameter"_L1].toString(),
                        {personId, wish["first_name"_L1].toString(u"Maria"_s), wish["username"_L1].toString(),
                         wish["language"_L1].toString(u"pt-br"_s)});
    } else if (!bot.chats.contains(personId)) {
        return complaint(404, u"There is no such chat; open it first."_s);
    } else if (action == u"start"_s) {
        people.pressStart(bot, personId);
    } else if (action == u"text"_s) {
        people.sendText(bot, personId, wish["text"_L1].toString());
    } else if (action == u"block"_s) {
        people.setBlocked(bot, personId, wish["blocked"_L1].toBool(true));
    } else if (action == u"press"_s) {
        const auto pressed = people.pressButton(bot, personId, wish["message"_L1].toInteger(), wish["row"_L1].toInt(),
                                                wish["column"_L1].toInt());
        if (!pressed)
            return complaint(404, pressed.error());
        return json({{u"kind"_s, nameOf(pressed->kind)}, {u"value"_s, pressed->value}});
    } else {
        return complaint(404, u"People do not know how to %1."_s.arg(action));
    }
    return json(chatView(bot, bot.chats[personId]));
}

} // namespace rastro::sandbox
