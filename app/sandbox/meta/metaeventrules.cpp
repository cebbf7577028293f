// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/meta/metaeventrules.h"

#include "sandbox/meta/metauserrules.h"

#include "rastro/money.h"

#include <QtCore/QSet>
#include <QtCore/QUrl>
#include <cmath>

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

namespace {

using Verdict = std::optional<MetaError>;

MetaError invalidField(const QString &field, const QString &expected, qsizetype index)
{
    return metarefusal::invalid(u"%1 must be %2"_s.arg(field, expected)).at(index, {field});
}

Verdict judgeKeys(const QJsonObject &event, qsizetype index)
{
    static const QSet<QString> known{u"event_name"_s,
                                     u"event_time"_s,
                                     u"user_data"_s,
                                     u"custom_data"_s,
                                     u"event_source_url"_s,
                                     u"opt_out"_s,
                                     u"event_id"_s,
                                     u"action_source"_s,
                                     u"data_processing_options"_s,
                                     u"data_processing_options_country"_s,
                                     u"data_processing_options_state"_s,
                                     u"referrer_url"_s,
                                     u"original_event_data"_s,
                                     u"customer_segmentation"_s,
                                     u"attribution_data"_s,
                                     u"app_data"_s,
                                     u"messaging_channel"_s,
                                     u"advertiser_tracking_enabled"_s};
    for (const auto &key : event.keys()) {
        if (!known.contains(key))
            return metarefusal::unexpectedKey(key, u"$['data'][%1]"_s.arg(index));
    }
    return std::nullopt;
}

// Unix seconds, not over 7 days old; up to an hour ahead is tolerated.
Verdict judgeTime(const QJsonValue &time, qsizetype index, qint64 nowMs)
{
    if (!time.isDouble() || time.toDouble() != std::floor(time.toDouble()))
        return invalidField(u"event_time"_s, u"a whole number of seconds"_s, index);
    const double age = static_cast<double>(nowMs) / 1000 - time.toDouble();
    if (age > 7 * 86'400)
        return metarefusal::tooOld().at(index, {u"event_time"_s});
    if (age < -3600)
        return invalidField(u"event_time"_s, u"in seconds and not in the future"_s, index);
    return std::nullopt;
}

Verdict judgeSource(const QJsonObject &event, qsizetype index)
{
    static const QSet<QString> sources{u"email"_s,
                                       u"website"_s,
                                       u"app"_s,
                                       u"phone_call"_s,
                                       u"chat"_s,
                                       u"physical_store"_s,
                                       u"system_generated"_s,
                                       u"business_messaging"_s,
                                       u"other"_s};
    const auto source = event.value(u"action_source"_s).toString();
    if (!sources.contains(source))
        return invalidField(u"action_source"_s, u"one of those that are documented"_s, index);
    if (source != u"website"_s)
        return std::nullopt;
    const QUrl page(event.value(u"event_source_url"_s).toString());
    if (page.host().isEmpty() || (page.scheme() != u"http"_s && page.scheme() != u"https"_s))
        return invalidField(u"event_source_url"_s, u"the page's address for the source website"_s, index);
    if (!event[u"user_data"_s][u"client_user_agent"_s].isString())
        return metarefusal::invalid(u"client_user_agent must be given for the source website"_s)
            .at(index, {u"user_data"_s, u"client_user_agent"_s});
    return std::nullopt;
}

Verdict judgeMoney(const QJsonObject &event, qsizetype index)
{
    const auto custom = event.value(u"custom_data"_s).toObject();
    const auto value = custom.value(u"value"_s);
    const auto currency = custom.value(u"currency"_s);
    const bool purchase = event.value(u"event_name"_s).toString() == u"Purchase"_s;
    if ((purchase || !value.isUndefined()) && (!value.isDouble() || value.toDouble() < 0))
        return metarefusal::noValue().at(index, {u"custom_data"_s, u"value"_s});
    if ((purchase || !currency.isUndefined()) && !isKnownCurrency(currency.toString()))
        return metarefusal::badCurrency().at(index, {u"custom_data"_s, u"currency"_s});
    return std::nullopt;
}

Verdict judgeNames(const QJsonObject &event, qsizetype index)
{
    if (event.value(u"event_name"_s).toString().isEmpty())
        return invalidField(u"event_name"_s, u"a name"_s, index);
    const auto id = event.value(u"event_id"_s);
    if (!id.isUndefined() && id.toString().isEmpty())
        return invalidField(u"event_id"_s, u"a text"_s, index);
    if (event.value(u"user_data"_s).toObject().isEmpty())
        return invalidField(u"user_data"_s, u"an object with at least one key"_s, index);
    return std::nullopt;
}

} // namespace

std::optional<MetaError> judgeMetaEvent(const QJsonObject &event, qsizetype index, qint64 nowMs)
{
    if (auto verdict = judgeKeys(event, index))
        return verdict;
    if (auto verdict = judgeNames(event, index))
        return verdict;
    if (auto verdict = judgeTime(event.value(u"event_time"_s), index, nowMs))
        return verdict;
    if (auto verdict = judgeMetaUser(event.value(u"user_data"_s).toObject(), index, nowMs))
        return verdict;
    if (auto verdict = judgeSource(event, index))
        return verdict;
    return judgeMoney(event, index);
}

} // namespace rastro::sandbox
