// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/conversionevent.h"
#include "rastro/operation.h"
#include "rastro/plugininstance.h"

namespace rastro {

/// The browser's half of an event: code for the page. The host renders it into a page with a strict
/// Content-Security-Policy; the event's values are filled in at request time.
struct BrowserSnippet
{
    /// Body of a function with one argument `event`: {id, name, externalId (already SHA-256), value (number), currency,
    /// contentId, contentName, orderId, sourceUrl, consent}; consent is "granted" or not there. Empty: this pixel has
    /// no browser side for the event. It may call `event.done()` when the browser has set its cookies or the event is
    /// sent. No template placeholders: the text is used as it is, for every visitor.
    QString script;
    QStringList scriptSources;  ///< Origins for script-src: "https://connect.facebook.net".
    QStringList imageSources;   ///< Origins for img-src.
    QStringList connectSources; ///< Origins for connect-src.
    QStringList reportCookies;  ///< Cookies that the page reports back once the pixel has set them: _fbp, _fbc.
};

/// Reports events to one advertising platform, from the server and from the browser.
class RASTRO_SDK_EXPORT PixelPlugin : public PluginInstance
{
    Q_OBJECT

public:
    explicit PixelPlugin(BotContext &bot, QObject *parent = nullptr);

    /// Identity of the destination, for the outbox's uniqueness: "meta:1234567890". Stable.
    [[nodiscard]] virtual QString destination() const = 0;
    /// Is this event switched on?
    [[nodiscard]] virtual bool wants(EventName name) const = 0;
    /// Most events that one deliver() may take of this name. Purchase: 1.
    [[nodiscard]] virtual int batchLimit(EventName name) const = 0;

    /// Sends events from the outbox, all of one name. The report names each of them; a failure of the operation as a
    /// whole counts for all of them.
    virtual void deliver(const QList<ConversionEvent> &events, Operation<DeliveryReport> *operation) = 0;

    /// Asked once per change of settings and kept by the host as an immutable snapshot. Pure.
    [[nodiscard]] virtual BrowserSnippet browserSnippet(EventName name) const = 0;
};

} // namespace rastro
