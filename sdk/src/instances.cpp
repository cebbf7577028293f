// SPDX-License-Identifier: GPL-3.0-or-later
#include "rastro/paymentgatewayplugin.h"
#include "rastro/pixelplugin.h"
#include "rastro/trackingplugin.h"

namespace rastro {

PluginInstance::PluginInstance(BotContext &bot, QObject *parent)
    : QObject(parent)
    , m_bot(bot)
{
}
PluginInstance::~PluginInstance() = default;

// The host's half of the wiring is part of the contract: an instance hears its bot from the moment it exists.
TrackingPlugin::TrackingPlugin(BotContext &bot, QObject *parent)
    : PluginInstance(bot, parent)
{
    connect(&bot, &BotContext::started, this, &TrackingPlugin::onStarted);
    connect(&bot, &BotContext::paymentCreated, this, &TrackingPlugin::onPaymentCreated);
}

PaymentGatewayPlugin::PaymentGatewayPlugin(BotContext &bot, QObject *parent)
    : PluginInstance(bot, parent)
{
}
PixelPlugin::PixelPlugin(BotContext &bot, QObject *parent)
    : PluginInstance(bot, parent)
{
}

} // namespace rastro
