// SPDX-License-Identifier: GPL-3.0-or-later
#include "bankbehaviour.h"

#include <array>
#include <cmath>
#include <rastro/money.h>
#include <utility>
#include <variant>

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

namespace {

using Place = std::variant<int BankBehaviour::*, qint64 BankBehaviour::*, bool BankBehaviour::*,
                           QString BankBehaviour::*, CreateFault BankBehaviour::*>;

struct Key
{
    const char16_t *name;
    Place place;
};

const std::array keys{
    Key{u"create_fault", &BankBehaviour::createFault},
    Key{u"create_fault_count", &BankBehaviour::createFaultCount},
    Key{u"retry_after_seconds", &BankBehaviour::retryAfterSeconds},
    Key{u"idempotent", &BankBehaviour::idempotent},
    Key{u"paid_before_answer", &BankBehaviour::paidBeforeAnswer},
    Key{u"unpaid_claims", &BankBehaviour::unpaidClaims},
    Key{u"forged_claims", &BankBehaviour::forgedClaims},
    Key{u"notice_delay_ms", &BankBehaviour::noticeDelayMs},
    Key{u"notice_copies", &BankBehaviour::noticeCopies},
    Key{u"notice_lost", &BankBehaviour::noticeLost},
    Key{u"notice_forged", &BankBehaviour::noticeForged},
    Key{u"notice_out_of_order", &BankBehaviour::noticeOutOfOrder},
    Key{u"pays_minor", &BankBehaviour::paysMinor},
    Key{u"pays_currency", &BankBehaviour::paysCurrency},
    Key{u"accepts_expired", &BankBehaviour::acceptsExpired},
};

constexpr std::array faultNames{
    std::pair{CreateFault::None, u"none"},
    std::pair{CreateFault::Timeout, u"timeout"},
    std::pair{CreateFault::Garbage, u"garbage"},
    std::pair{CreateFault::ServerError, u"server_error"},
    std::pair{CreateFault::RateLimited, u"rate_limited"},
    std::pair{CreateFault::Refused, u"refused"},
};

// Whole numbers from -1 (create_fault_count) to a little more than ten days of milliseconds.
bool isWhole(const QJsonValue &value)
{
    const double number = value.toDouble(-2);
    return number >= -1 && number <= 1e9 && number == std::floor(number);
}

bool read(const QJsonValue &value, int &place)
{
    place = value.toInt();
    return isWhole(value);
}

bool read(const QJsonValue &value, qint64 &place)
{
    place = value.toInteger();
    return isWhole(value) && place >= 0;
}

bool read(const QJsonValue &value, bool &place)
{
    place = value.toBool();
    return value.isBool();
}

bool read(const QJsonValue &value, QString &place)
{
    place = value.toString();
    return value.isString() && (place.isEmpty() || isKnownCurrency(place));
}

bool read(const QJsonValue &value, CreateFault &place)
{
    for (const auto &[fault, name] : faultNames) {
        if (value.toString() == QStringView(name)) {
            place = fault;
            return true;
        }
    }
    return false;
}

bool change(BankBehaviour &behaviour, const QString &name, const QJsonValue &value)
{
    for (const auto &key : keys) {
        if (name == QStringView(key.name))
            return std::visit([&](auto place) { return read(value, behaviour.*place); }, key.place);
    }
    return false;
}

template <class T>
QJsonValue written(const T &value)
{
    return value;
}

QJsonValue written(CreateFault value)
{
    for (const auto &[fault, name] : faultNames) {
        if (fault == value)
            return QString::fromUtf16(name);
    }
    Q_UNREACHABLE();
}

} // namespace

Result<void> BankBehaviour::apply(const QJsonObject &json)
{
    auto changed = *this;
    for (auto entry = json.begin(); entry != json.end(); ++entry) {
        if (!change(changed, entry.key(), entry.value()))
            return failure(
                u"behaviour.malformed"_s,
                u"“%1” is not a behaviour of the sandbox bank, or its value does not fit."_s.arg(entry.key()));
    }
    *this = changed;
    return {};
}

QJsonObject BankBehaviour::toJson() const
{
    QJsonObject json;
    for (const auto &key : keys)
        json.insert(QString::fromUtf16(key.name),
                    std::visit([this](auto place) { return written(this->*place); }, key.place));
    return json;
}

} // namespace rastro::sandbox
