// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/botcontext.h"

#include <QtCore/QObject>

namespace rastro {

/// One plugin enabled on one bot. Made by the plugin's factory, owned by the host, deleted when it is disabled or its
/// settings change. Constructors do no I/O. Core thread only.
class RASTRO_SDK_EXPORT PluginInstance : public QObject
{
    Q_OBJECT

public:
    PluginInstance(BotContext &bot, QObject *parent);
    ~PluginInstance() override;

    [[nodiscard]] BotContext &bot() const { return m_bot; }

private:
    BotContext &m_bot;
};

} // namespace rastro
