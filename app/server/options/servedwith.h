// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/options/serveroptions.h"

#include <functional>

namespace rastro::server {

/// What the server of a data folder was last started with, in the folder's file served-with.ini: so that a command
/// beside it prints the same address, asks the same Telegram and reads the same database, wherever its settings came
/// from. It holds no secret.
class ServedWith
{
public:
    explicit ServedWith(const QString &dataFolder);

    /// Writes down what `serve` was started with. A file that cannot be written is no reason not to serve.
    void note(const OptionTexts &texts) const;
    /// Its texts take the place of those of `texts` that `isGiven` does not name as given: "public-url", …
    [[nodiscard]] OptionTexts complete(OptionTexts texts, const std::function<bool(const char *)> &isGiven) const;
    /// The server's database, if it is one on a server, without user and password; else empty.
    [[nodiscard]] QString database() const { return text("database"); }
    /// Its Redis, without user and password; else empty.
    [[nodiscard]] QString redis() const { return text("redis"); }

private:
    [[nodiscard]] QString text(const char *name) const;

    const QString m_file;
};

} // namespace rastro::server
