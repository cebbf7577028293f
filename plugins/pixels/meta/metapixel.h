// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings.h"

#include "rastro/pixelplugin.h"

namespace rastro::meta {

/// A pixel (dataset) of Meta: reports from the server through the Conversions API and, through the page's snippet, from
/// the browser. Both carry the same event name and id, by which Meta counts them once (Conversions API, "Handling
/// duplicate Pixel and Conversions API events").
class MetaPixel : public PixelPlugin
{
    Q_OBJECT

public:
    MetaPixel(BotContext &bot, Settings settings);

    /// "meta:<pixel id>"
    [[nodiscard]] QString destination() const override;
    [[nodiscard]] bool wants(EventName name) const override;
    /// Purchase 1, since a bad event takes its batch with it; others 50.
    [[nodiscard]] int batchLimit(EventName name) const override;
    /// See Delivery. Never fails as a whole: each event has its outcome.
    void deliver(const QList<ConversionEvent> &events, Operation<DeliveryReport> *operation) override;
    [[nodiscard]] BrowserSnippet browserSnippet(EventName name) const override;

private:
    const Settings m_settings;
};

} // namespace rastro::meta
