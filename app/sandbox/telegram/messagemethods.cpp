// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/telegram/botmethods.h"
#include "sandbox/telegram/messagerules.h"

#include <QtCore/QCryptographicHash>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace rastro::sandbox {

namespace {

constexpr std::chrono::microseconds callbackLife = 150s;
constexpr auto tooOld = "query is too old and response timeout expired or query ID is invalid"_L1;

using Chat = tl::expected<SandboxChat *, ApiRefusal>;

// The chat a call may write to (Bot API, errors: chat not found, bot was blocked by the user, …).
Chat chatOf(const MethodRun &run)
{
    const qint64 id = run.call.params["chat_id"_L1].toVariant().toLongLong();
    const auto known = run.bot.chats.find(id);
    if (known == run.bot.chats.end())
        return badRequest(u"chat not found"_s);
    SandboxChat &chat = known->second;
    if (chat.deactivated)
        return refusal(403, u"Forbidden: user is deactivated"_s);
    if (!chat.started)
        return refusal(403, u"Forbidden: bot can't initiate conversation with a user"_s);
    if (chat.blocked)
        return refusal(403, u"Forbidden: bot was blocked by the user"_s);
    return &chat;
}

// Bot API FAQ, "My bot is hitting limits": about one message a second to a chat, short bursts allowed.
std::optional<ApiRefusal> floodOf(const MethodRun &run, qint64 chatId)
{
    auto &rates = run.bot.chatRates;
    auto rate = rates.try_emplace(chatId, run.limits.chatBurst, std::chrono::microseconds(1s)).first;
    const int wait = rate->second.take(run.now);
    if (wait == 0)
        return {};
    return ApiRefusal{429, u"Too Many Requests: retry after %1"_s.arg(wait), wait};
}

std::optional<ApiRefusal> addKeyboard(const MethodRun &run, QJsonObject &message)
{
    const QJsonObject markup = run.call.params["reply_markup"_L1].toObject();
    if (const auto flaw = keyboardFlaw(markup))
        return ApiRefusal{400, u"Bad Request: "_s + *flaw, 0};
    if (markup.contains("inline_keyboard"_L1))
        message[u"reply_markup"_s] = markup;
    return {};
}

// Judges and writes a message whose own part is `content`.
ApiOutcome deliver(const MethodRun &run, QJsonObject content)
{
    const Chat chat = chatOf(run);
    if (!chat)
        return tl::unexpected(chat.error());
    if (auto refused = addKeyboard(run, content))
        return tl::unexpected(*refused);
    if (auto flood = floodOf(run, (*chat)->person.id))
        return tl::unexpected(*flood);
    content[u"from"_s] = run.bot.toUser();
    return (*chat)->append(content, true, run.now);
}

ApiOutcome sendMessage(const MethodRun &run)
{
    const auto text = composedText(run.call.params, u"text"_s);
    return text ? deliver(run, *text) : ApiOutcome(tl::unexpected(text.error()));
}

QJsonArray asSizes(const QString &fileId, QJsonObject size)
{
    size[u"file_id"_s] = fileId;
    size[u"file_unique_id"_s] = fileId.right(12);
    return {size};
}

// An upload, a file_id of this very bot, or an address that Telegram would fetch.
tl::expected<QJsonArray, ApiRefusal> photoOf(const MethodRun &run)
{
    const QString given = run.call.params["photo"_L1].toString();
    const QString part = given.startsWith(u"attach://"_s) ? given.sliced(9) : u"photo"_s;
    const bool isUpload = run.call.files.contains(part);
    const bool isAddress = given.startsWith(u"http://"_s) || given.startsWith(u"https://"_s);
    if (isAddress)
        return asSizes(u"fetched"_s, {{u"width"_s, 1}, {u"height"_s, 1}});
    if (!isUpload && !run.bot.files.contains(given))
        return badRequest(u"wrong file identifier/HTTP URL specified"_s);
    const QByteArray bytes = isUpload ? run.call.files.value(part) : run.bot.files.value(given);
    const auto size = photoSize(bytes);
    if (!size)
        return tl::unexpected(size.error());
    const QByteArray owner = QByteArray::number(run.bot.id);
    const QString id =
        isUpload ? u"photo-"_s +
                       QString::fromLatin1(QCryptographicHash::hash(owner + bytes, QCryptographicHash::Sha256).toHex())
                 : given;
    run.bot.files.insert(id, bytes);
    return asSizes(id, *size);
}

ApiOutcome sendPhoto(const MethodRun &run)
{
    auto caption = composedText(run.call.params, u"caption"_s);
    if (!caption)
        return tl::unexpected(caption.error());
    const auto photo = photoOf(run);
    if (!photo)
        return tl::unexpected(photo.error());
    (*caption)[u"photo"_s] = *photo;
    return deliver(run, *caption);
}

ApiOutcome sendChatAction(const MethodRun &run)
{
    const Chat chat = chatOf(run);
    return chat ? ApiOutcome(true) : ApiOutcome(tl::unexpected(chat.error()));
}

// The bot's own line that a call edits.
tl::expected<ChatLine *, ApiRefusal> lineToEdit(const MethodRun &run)
{
    const Chat chat = chatOf(run);
    if (!chat)
        return tl::unexpected(chat.error());
    ChatLine *line = (*chat)->line(run.call.params["message_id"_L1].toInteger());
    if (line == nullptr)
        return badRequest(u"message to edit not found"_s);
    if (!line->fromBot)
        return badRequest(u"message can't be edited"_s);
    return line;
}

ApiOutcome edit(const MethodRun &run, const QJsonObject &changes)
{
    const auto line = lineToEdit(run);
    if (!line)
        return tl::unexpected(line.error());
    QJsonObject edited = (*line)->message;
    edited.remove(u"reply_markup"_s);
    for (auto change = changes.begin(); change != changes.end(); ++change)
        edited[change.key()] = change.value();
    if (auto refused = addKeyboard(run, edited))
        return tl::unexpected(*refused);
    if (edited == (*line)->message)
        return badRequest(
            u"message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"_s);
    edited[u"edit_date"_s] = run.now / 1'000'000;
    (*line)->message = edited;
    return edited;
}

ApiOutcome editMessageText(const MethodRun &run)
{
    const auto text = composedText(run.call.params, u"text"_s);
    return text ? edit(run, *text) : ApiOutcome(tl::unexpected(text.error()));
}

ApiOutcome editMessageCaption(const MethodRun &run)
{
    const auto caption = composedText(run.call.params, u"caption"_s);
    return caption ? edit(run, *caption) : ApiOutcome(tl::unexpected(caption.error()));
}

ApiOutcome editMessageReplyMarkup(const MethodRun &run)
{
    return edit(run, {});
}

ApiOutcome deleteMessage(const MethodRun &run)
{
    const Chat chat = chatOf(run);
    if (!chat)
        return tl::unexpected(chat.error());
    const qint64 id = run.call.params["message_id"_L1].toInteger();
    if ((*chat)->line(id) == nullptr)
        return badRequest(u"message to delete not found"_s);
    (*chat)->lines.removeIf([id](const ChatLine &line) { return line.id == id; });
    return true;
}

// Each button press is answered once, within 150 s (Bot API, answerCallbackQuery).
ApiOutcome answerCallbackQuery(const MethodRun &run)
{
    constexpr qsizetype longestToast = 200;
    const auto pressed = run.bot.pressed.find(run.call.params["callback_query_id"_L1].toString());
    if (pressed == run.bot.pressed.end() || pressed->answered || run.now - pressed->pressedAt > callbackLife.count())
        return badRequest(tooOld);
    const QString text = run.call.params["text"_L1].toString();
    if (text.size() > longestToast)
        return badRequest(u"MESSAGE_TOO_LONG"_s);
    pressed->answered = true;
    pressed->answer = text;
    pressed->alert = run.call.params["show_alert"_L1].toBool();
    return true;
}

} // namespace

std::optional<ApiOutcome> runMessageMethod(const MethodRun &run)
{
    static const QHash<QString, ApiOutcome (*)(const MethodRun &)> methods = {
        {u"sendMessage"_s, sendMessage},
        {u"sendPhoto"_s, sendPhoto},
        {u"sendChatAction"_s, sendChatAction},
        {u"editMessageText"_s, editMessageText},
        {u"editMessageCaption"_s, editMessageCaption},
        {u"editMessageReplyMarkup"_s, editMessageReplyMarkup},
        {u"deleteMessage"_s, deleteMessage},
        {u"answerCallbackQuery"_s, answerCallbackQuery},
    };
    const auto method = methods.value(run.call.method);
    return method ? std::optional(method(run)) : std::nullopt;
}

} // namespace rastro::sandbox
