// SPDX-License-Identifier: GPL-3.0-or-later
#include "telegram/update/updatesplit.h"

#include "telegram/update/jsonscan.h"

namespace rastro::telegram {

namespace {

// Digits to qint64; nothing beyond it.
std::optional<qint64> integerOf(QByteArrayView text)
{
    bool ok = false;
    const qint64 value = text.toByteArray().toLongLong(&ok);
    return ok ? std::optional(value) : std::nullopt;
}

// What stands where a value should, in an answer that has its end: an update that is broken in itself.
QList<RawUpdate> brokenUpdate(QByteArrayView rest)
{
    const auto raw = rest.toByteArray().trimmed();
    const auto id = raw.endsWith("]}") ? updateIdOf(raw) : std::nullopt;
    return id ? QList<RawUpdate>{{*id, raw.chopped(2)}} : QList<RawUpdate>();
}

QList<RawUpdate> elementsOf(JsonScan &scan)
{
    QList<RawUpdate> updates;
    while (true) {
        const QByteArray raw = scan.takeValue().toByteArray();
        if (raw.isEmpty()) // the end, or the cut
            return updates.isEmpty() ? brokenUpdate(scan.rest()) : updates;
        if (const auto id = updateIdOf(raw))
            updates.append({*id, raw});
        if (!scan.take(','))
            return updates;
    }
}

} // namespace

std::optional<qint64> updateIdOf(const QByteArray &raw)
{
    JsonScan scan(raw);
    if (!scan.take('{'))
        return {};
    do {
        const QByteArrayView key = scan.takeValue();
        if (key.isEmpty() || !scan.take(':'))
            return {};
        const QByteArrayView value = scan.takeValue();
        if (key == QByteArrayView("\"update_id\""))
            return integerOf(value);
    } while (scan.take(','));
    return {};
}

std::optional<QList<RawUpdate>> splitUpdates(const QByteArray &body)
{
    JsonScan scan(body);
    bool isOk = false;
    if (!scan.take('{'))
        return {};
    do {
        const QByteArrayView key = scan.takeValue();
        if (key.isEmpty() || !scan.take(':'))
            return {};
        if (key == QByteArrayView("\"result\"") && isOk && scan.take('['))
            return elementsOf(scan);
        const QByteArrayView value = scan.takeValue();
        isOk = isOk || (key == QByteArrayView("\"ok\"") && value == QByteArrayView("true"));
    } while (scan.take(','));
    return {};
}

} // namespace rastro::telegram
