// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/telegram/messagerules.h"

#include "sandbox/telegram/htmlentities.h"

#include <QtCore/QJsonArray>
#include <QtCore/QUrl>
#include <QtCore/QtEndian>

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

namespace {

constexpr qsizetype longestText = 4096;
constexpr qsizetype longestCaption = 1024;
constexpr qsizetype longestCallbackData = 64;
constexpr qsizetype longestCopyText = 256;
constexpr qsizetype largestPhoto = 10 * 1024 * 1024;

// Everything in an InlineKeyboardButton that is not an action.
bool isDecoration(const QString &key)
{
    return key == u"text"_s || key == u"icon_custom_emoji_id"_s || key == u"style"_s;
}

bool isButtonUrl(const QString &text)
{
    const QUrl url(text);
    if (url.scheme() == u"tg"_s)
        return true;
    return url.isValid() && (url.scheme() == u"http"_s || url.scheme() == u"https"_s) && url.host().contains(u'.');
}

std::optional<QString> buttonFlaw(const QJsonObject &button)
{
    QStringList actions = button.keys();
    actions.removeIf(isDecoration);
    if (button["text"_L1].toString().trimmed().isEmpty())
        return u"can't parse inline keyboard button: Field \"text\" must be non-empty"_s;
    if (actions.isEmpty())
        return u"can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"_s;
    if (actions.size() > 1)
        return u"can't parse inline keyboard button: exactly one action is allowed"_s;
    if (const auto data = button["callback_data"_L1]; data.isString()) {
        const qsizetype bytes = data.toString().toUtf8().size();
        return bytes >= 1 && bytes <= longestCallbackData ? std::nullopt : std::optional(u"BUTTON_DATA_INVALID"_s);
    }
    if (const auto copy = button["copy_text"_L1]; copy.isObject()) {
        const qsizetype length = copy["text"_L1].toString().size();
        return length >= 1 && length <= longestCopyText ? std::nullopt : std::optional(u"BUTTON_COPY_TEXT_INVALID"_s);
    }
    if (const auto url = button["url"_L1]; url.isString() && !isButtonUrl(url.toString()))
        return u"inline keyboard button URL '%1' is invalid: Wrong HTTP URL"_s.arg(url.toString());
    return {};
}

tl::expected<FormattedText, ApiRefusal> formatted(const QJsonObject &params, const QString &field,
                                                  const QString &entitiesField)
{
    const QString text = params[field].toString();
    const QString mode = params["parse_mode"_L1].toString();
    if (mode.isEmpty())
        return FormattedText{text, params[entitiesField].toArray()};
    if (mode.toLower() != u"html"_s)
        return badRequest(u"unsupported parse_mode"_s);
    auto parsed = parseHtml(text);
    if (!parsed)
        return badRequest(parsed.error());
    return *std::move(parsed);
}

// Width and height from a PNG's first chunk, IHDR; nothing for another format.
std::optional<std::pair<qint64, qint64>> pngSides(const QByteArray &bytes)
{
    constexpr qsizetype headerSize = 24;
    if (bytes.size() < headerSize || !bytes.startsWith("\x89PNG\r\n\x1a\n"))
        return {};
    return std::pair(qFromBigEndian<quint32>(bytes.constData() + 16), qFromBigEndian<quint32>(bytes.constData() + 20));
}

} // namespace

tl::expected<QJsonObject, ApiRefusal> composedText(const QJsonObject &params, const QString &field)
{
    const bool isCaption = field == u"caption"_s;
    const QString entitiesField = isCaption ? u"caption_entities"_s : u"entities"_s;
    auto text = formatted(params, field, entitiesField);
    if (!text)
        return tl::unexpected(text.error());
    const QString trimmed = text->text.trimmed();
    if (trimmed.isEmpty() && !isCaption)
        return badRequest(u"message text is empty"_s);
    if (text->text.size() > (isCaption ? longestCaption : longestText))
        return badRequest(isCaption ? u"message caption is too long"_s : u"message is too long"_s);
    QJsonObject message;
    if (!trimmed.isEmpty())
        message[field] = text->text;
    if (!text->entities.isEmpty())
        message[entitiesField] = text->entities;
    return message;
}

std::optional<QString> keyboardFlaw(const QJsonObject &markup)
{
    for (const QJsonValue &row : markup["inline_keyboard"_L1].toArray()) {
        for (const QJsonValue &button : row.toArray()) {
            if (auto flaw = buttonFlaw(button.toObject()))
                return flaw;
        }
    }
    return {};
}

tl::expected<QJsonObject, ApiRefusal> photoSize(const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return badRequest(u"file must be non-empty"_s);
    if (bytes.size() > largestPhoto)
        return refusal(413, u"Request Entity Too Large"_s);
    const auto sides = pngSides(bytes);
    if (!sides && !bytes.startsWith("\xff\xd8\xff"))
        return badRequest(u"IMAGE_PROCESS_FAILED"_s);
    const auto [width, height] = sides.value_or(std::pair<qint64, qint64>(1, 1));
    if (width == 0 || height == 0 || width + height > 10'000 || width > 20 * height || height > 20 * width)
        return badRequest(u"PHOTO_INVALID_DIMENSIONS"_s);
    return QJsonObject{{u"width"_s, width}, {u"height"_s, height}, {u"file_size"_s, bytes.size()}};
}

} // namespace rastro::sandbox
