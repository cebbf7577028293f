// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "meta/metapixel.h"
#include "rastro/testing/fakebot.h"
#include "rastro/testing/samples.h"

#include <QtCore/QJsonArray>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

namespace rastro::testing {

inline const QString metaToken = QStringLiteral("EAAsecretToken");

inline QJsonObject metaSettings(QJsonObject more = {})
{
    more.insert(QStringLiteral("pixel_id"), QStringLiteral("1234567890"));
    more.insert(QStringLiteral("access_token"), metaToken);
    return more;
}

inline QJsonObject bodyOf(const HttpRequest &request)
{
    return QJsonDocument::fromJson(request.body).object();
}

inline QJsonArray eventsOf(const HttpRequest &request)
{
    return bodyOf(request).value(QStringLiteral("data")).toArray();
}

inline HttpReply received(int count)
{
    return reply::json(200, {{QStringLiteral("events_received"), count},
                             {QStringLiteral("messages"), QJsonArray{}},
                             {QStringLiteral("fbtrace_id"), QStringLiteral("Axyz")}});
}

inline HttpReply refusal(int code, int subcode = 0, const QString &message = QStringLiteral("refused by Meta"))
{
    return reply::json(
        400, {{QStringLiteral("error"), QJsonObject{{QStringLiteral("code"), code},
                                                    {QStringLiteral("error_subcode"), subcode},
                                                    {QStringLiteral("message"), QStringLiteral("developer text")},
                                                    {QStringLiteral("error_user_msg"), message}}}});
}

inline ConversionEvent purchase()
{
    return sample::event(EventName::Purchase, 1);
}

/// A pixel on a fake bot. Purchases are sent one by one, as the host does it.
struct MetaBench
{
    explicit MetaBench(const QJsonObject &more = {})
        : bot(metaSettings(more))
        , instance(std::make_unique<meta::MetaPixel>(bot, *meta::Settings::read(bot.settings())))
    {
    }

    DeliveryReport deliver(const QList<ConversionEvent> &list)
    {
        Operation<DeliveryReport> operation;
        QSignalSpy again(&operation, &OperationBase::finishedAgain);
        instance->deliver(list, &operation);
        if (!QTest::qWaitFor([&] { return operation.isFinished(); }))
            qFatal("the delivery never finished");
        if (!again.isEmpty())
            qFatal("the delivery finished twice");
        return operation.result().value_or(DeliveryReport{});
    }

    EventOutcome deliverOne(const ConversionEvent &event)
    {
        const auto report = deliver({event});
        if (report.size() != 1 || report.first().eventRow != event.id)
            qFatal("not one outcome for the event");
        return report.first();
    }

    FakeBot bot;
    std::unique_ptr<meta::MetaPixel> instance;
};

} // namespace rastro::testing
