// SPDX-License-Identifier: GPL-3.0-or-later
#include "rastro/conversionevent.h"

#include "rastro/attribution.h"

#include <array>
#include <utility>

namespace rastro {

namespace {

constexpr std::array eventNames{
    std::pair{EventName::PageView, u"PageView"},
    std::pair{EventName::ViewContent, u"ViewContent"},
    std::pair{EventName::InitiateCheckout, u"InitiateCheckout"},
    std::pair{EventName::Purchase, u"Purchase"},
};

constexpr std::array ruleNames{
    std::pair{AttributionRule::Organic, u"organic"},
    std::pair{AttributionRule::UserFbclid, u"user_fbclid"},
    std::pair{AttributionRule::StartToken, u"start_token"},
    std::pair{AttributionRule::StartFbclid, u"start_fbclid"},
    std::pair{AttributionRule::StoredFbclid, u"stored_fbclid"},
    std::pair{AttributionRule::ReturningFbclid, u"returning_fbclid"},
    std::pair{AttributionRule::ReturningVisitor, u"returning_visitor"},
};

template <class Table, class Value>
QString textOf(const Table &table, Value wanted)
{
    for (const auto &[value, text] : table) {
        if (value == wanted)
            return QString::fromUtf16(text);
    }
    Q_UNREACHABLE();
}

template <class Value, class Table>
std::optional<Value> valueOf(const Table &table, QStringView wanted)
{
    for (const auto &[value, text] : table) {
        if (wanted == text)
            return value;
    }
    return std::nullopt;
}

} // namespace

QString eventNameText(EventName name)
{
    return textOf(eventNames, name);
}

std::optional<EventName> eventNameFromText(QStringView text)
{
    return valueOf<EventName>(eventNames, text);
}

QString ruleName(AttributionRule rule)
{
    return textOf(ruleNames, rule);
}

std::optional<AttributionRule> ruleFromName(QStringView name)
{
    return valueOf<AttributionRule>(ruleNames, name);
}

} // namespace rastro
