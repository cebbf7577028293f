// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/runtime/sandboxbankroutes.h"
#include "server/sandboxworld/sandboxworld.h"

#include <QtCore/QTemporaryDir>

namespace rastro::server {

/// A whole installation that lives as long as this object: the real server with the outside world beside it on the same
/// port, a bot, two offers and a pool. Nothing outside of the machine is needed, and nothing is left behind. Core
/// thread.
class DemoInstallation
{
public:
    static constexpr char BotUsername[] = "rastro_demo_bot";
    static constexpr char PixelId[] = "1234567890";

    /// `listen`: ADDRESS:PORT, loopback. `more`: other options, as on the command line.
    explicit DemoInstallation(const QString &listen, OptionTexts more = {});
    ~DemoInstallation();

    /// Starts everything and applies the shop. `more` adds the demo's own routes.
    [[nodiscard]] Result<void> start(const Runtime::MoreRoutes &more = {});

    [[nodiscard]] Runtime &runtime() { return *m_runtime; }
    [[nodiscard]] SandboxWorld &world() { return *m_world; }
    [[nodiscard]] sandbox::SandboxBank &bank() { return *m_bank.bank(); }
    /// Telegram has told who the bot is; before that no link can lead to it, and visitors are asked to wait.
    [[nodiscard]] bool isBotKnown() const;
    /// The ad's link: where a click begins.
    [[nodiscard]] QUrl adLink() const;

private:
    [[nodiscard]] Result<void> applyShop();

    QTemporaryDir m_folder;
    const QString m_listen;
    const OptionTexts m_more;
    std::unique_ptr<Runtime> m_runtime;
    std::unique_ptr<SandboxWorld> m_world;
    SandboxBankRoutes m_bank;
};

} // namespace rastro::server
