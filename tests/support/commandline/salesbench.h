// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "commandline/storedsales.h"

#include <QtCore/QJsonDocument>
#include <memory>

namespace rastro::test {

/// For tests of commands that explain what is stored: a program whose shop was applied, the sales in its database, and
/// what it says of them.
class SalesBench
{
protected:
    /// Anew; before each test.
    void begin()
    {
        m_program = std::make_unique<Program>();
        m_program->applyShop();
        m_sales = std::make_unique<StoredSales>(*m_program);
    }

    [[nodiscard]] Ran run(const QStringList &arguments) const { return m_program->run(arguments); }
    /// What it says with --json.
    [[nodiscard]] QJsonDocument json(const QStringList &arguments) const
    {
        return QJsonDocument::fromJson(run(arguments + QStringList{QStringLiteral("--json")}).out.toUtf8());
    }

    std::unique_ptr<Program> m_program;
    std::unique_ptr<StoredSales> m_sales;
};

} // namespace rastro::test
