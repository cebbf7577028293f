// SPDX-License-Identifier: GPL-3.0-or-later
#include "rastro/payment.h"

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace rastro {

namespace {

constexpr std::array names{
    std::pair{PaymentStatus::New, u"new"},           std::pair{PaymentStatus::Creating, u"creating"},
    std::pair{PaymentStatus::Unknown, u"unknown"},   std::pair{PaymentStatus::Awaiting, u"awaiting"},
    std::pair{PaymentStatus::Failed, u"failed"},     std::pair{PaymentStatus::Expired, u"expired"},
    std::pair{PaymentStatus::Canceled, u"canceled"}, std::pair{PaymentStatus::Paid, u"paid"},
};

} // namespace

int paymentRank(PaymentStatus status)
{
    switch (status) {
    case PaymentStatus::New:
        return 0;
    case PaymentStatus::Creating:
        return 1;
    case PaymentStatus::Unknown:
        return 2;
    case PaymentStatus::Awaiting:
        return 3;
    case PaymentStatus::Failed:
    case PaymentStatus::Expired:
    case PaymentStatus::Canceled:
        return 4;
    case PaymentStatus::Paid:
        break;
    }
    return 5;
}

bool mayFollow(PaymentStatus from, PaymentStatus to)
{
    return paymentRank(to) > paymentRank(from);
}

QString statusName(PaymentStatus status)
{
    for (const auto &[value, name] : names) {
        if (value == status)
            return QString::fromUtf16(name);
    }
    Q_UNREACHABLE();
}

std::optional<PaymentStatus> statusFromName(QStringView name)
{
    for (const auto &[value, text] : names) {
        if (name == text)
            return value;
    }
    return std::nullopt;
}

} // namespace rastro
