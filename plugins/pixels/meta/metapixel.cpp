// SPDX-License-Identifier: GPL-3.0-or-later
#include "metapixel.h"

#include "delivery.h"
#include "snippet.h"

using namespace Qt::StringLiterals;

namespace rastro::meta {

MetaPixel::MetaPixel(BotContext &bot, Settings settings)
    : PixelPlugin(bot)
    , m_settings(std::move(settings))
{
    if (!m_settings.testEventCode.isEmpty())
        bot.log(LogLevel::Warning,
                u"test_event_code is set: the events show up under Test events, and they still count as real ones."_s);
}

QString MetaPixel::destination() const
{
    return u"meta:"_s + m_settings.pixelId;
}

bool MetaPixel::wants(EventName name) const
{
    return m_settings.events.contains(name);
}

int MetaPixel::batchLimit(EventName name) const
{
    return name == EventName::Purchase ? 1 : 50;
}

void MetaPixel::deliver(const QList<ConversionEvent> &events, Operation<DeliveryReport> *operation)
{
    auto *delivery = new Delivery(bot(), m_settings, operation);
    connect(this, &QObject::destroyed, delivery, &Delivery::giveUp);
    delivery->start(events, events.isEmpty() ? 1 : batchLimit(events.first().name));
}

BrowserSnippet MetaPixel::browserSnippet(EventName name) const
{
    return wants(name) ? snippetFor(name, m_settings) : BrowserSnippet{};
}

} // namespace rastro::meta
