// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandboxbank.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QRegularExpression>
#include <QtCore/QUrlQuery>

using namespace Qt::StringLiterals;

namespace rastro::sandbox {

struct SandboxBank::Call
{
    QString id; ///< The part of the path that names a charge.
    QByteArray query;
    QByteArray body;

    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
};

struct SandboxBank::Route
{
    QByteArray method;
    QRegularExpression path;
    bool needsKey;
    BankAnswer (SandboxBank::*answer)(const Call &);
};

namespace {

BankCounts countsOf(const QList<BankCharge> &charges)
{
    BankCounts counts;
    for (const auto &charge : charges) {
        ++counts.charges;
        counts.createCalls += charge.createCalls;
        counts.payments += charge.isPaid() ? 1 : 0;
        counts.refunds += static_cast<int>(charge.refunds.size());
        counts.notices += charge.noticesSent;
    }
    return counts;
}

QRegularExpression path(const QString &pattern)
{
    return QRegularExpression(u"\\A/sandbox/"_s + pattern + u"\\z"_s);
}

} // namespace

QJsonObject BankCounts::toJson() const
{
    return {{u"charges"_s, charges},
            {u"create_calls"_s, createCalls},
            {u"payments"_s, payments},
            {u"refunds"_s, refunds},
            {u"notices"_s, notices}};
}

const QList<SandboxBank::Route> &SandboxBank::routes()
{
    static const QList<Route> table{
        {"POST", path(u"charges"_s), true, &SandboxBank::create},
        {"GET", path(u"charges"_s), true, &SandboxBank::list},
        {"GET", path(u"charges/([0-9a-zA-Z]+)"_s), true, &SandboxBank::find},
        {"POST", path(u"charges/([0-9a-zA-Z]+)/refunds"_s), true, &SandboxBank::refund},
        {"POST", path(u"pay"_s), false, &SandboxBank::pay},
        {"POST", path(u"behaviour"_s), false, &SandboxBank::behave},
        {"GET", path(u"counts"_s), false, &SandboxBank::count},
    };
    return table;
}

SandboxBank::SandboxBank(const BankSettings &settings, Clock &clock, BankLedger &ledger, NoticePost &post)
    : m_settings(settings)
    , m_book(ledger)
    , m_behaviours(settings.behaviour)
    , m_notices(m_book, clock, post, settings.webhookSecret)
    , m_payDesk(m_book, m_behaviours, m_notices, clock, m_settings)
    , m_chargeDesk(m_book, m_behaviours, m_notices, m_payDesk, clock, m_settings)
{
}

Result<void> SandboxBank::open()
{
    if (auto opened = m_book.open(); !opened)
        return opened;
    for (const auto &charge : m_book.all())
        m_notices.schedule(charge.id);
    return {};
}

BankAnswer SandboxBank::handle(const QByteArray &method, const QString &asked, const QByteArray &query,
                               const BankHeaders &headers, const QByteArray &body)
{
    QByteArrayList allowed;
    for (const auto &route : routes()) {
        const auto match = route.path.match(asked);
        if (!match.hasMatch())
            continue;
        allowed.append(route.method);
        if (route.method != method)
            continue;
        if (route.needsKey && !isKeyRight(headers))
            return answerError(401, u"key.wrong"_s, u"Chave de API inválida."_s, u"The API key is not right."_s);
        return (this->*route.answer)({match.captured(1), query, body});
    }
    if (allowed.isEmpty())
        return answerError(404, u"path.unknown"_s, u"Este endereço não existe."_s,
                           u"There is nothing at this address."_s);
    auto answer =
        answerError(405, u"method.wrong"_s, u"Método não permitido."_s, u"This method is not allowed here."_s);
    answer.headers.append({"allow"_ba, allowed.join(", ")});
    return answer;
}

BankCounts SandboxBank::counts() const
{
    return countsOf(m_book.all());
}

BankCounts SandboxBank::counts(const QString &reference) const
{
    return countsOf(m_book.byReference(reference));
}

bool SandboxBank::isKeyRight(const BankHeaders &headers) const
{
    for (const auto &[name, value] : headers) {
        if (name == "authorization")
            return value == "Bearer " + m_settings.apiKey;
    }
    return false;
}

BankAnswer SandboxBank::create(const Call &call)
{
    return m_chargeDesk.create(call.json());
}

BankAnswer SandboxBank::list(const Call &call)
{
    const QUrlQuery query(QString::fromLatin1(call.query));
    return m_chargeDesk.list(query.queryItemValue(u"reference"_s, QUrl::FullyDecoded));
}

BankAnswer SandboxBank::find(const Call &call)
{
    return m_chargeDesk.find(call.id);
}

BankAnswer SandboxBank::refund(const Call &call)
{
    return m_chargeDesk.refund(call.id, call.json());
}

BankAnswer SandboxBank::pay(const Call &call)
{
    return m_payDesk.pay(call.body);
}

BankAnswer SandboxBank::behave(const Call &call)
{
    const auto document = QJsonDocument::fromJson(call.body);
    const auto changed = document.isObject() ? m_behaviours.change(document.object())
                                             : failure(u"behaviour.malformed"_s, u"A JSON object is needed."_s);
    if (!changed)
        return answerError(400, changed.error().code, u"Comportamento inválido: %1"_s.arg(changed.error().message),
                           changed.error().message);
    return answerJson(200, changed->toJson());
}

BankAnswer SandboxBank::count(const Call &)
{
    auto json = counts().toJson();
    QJsonObject references;
    for (const auto &charge : m_book.all())
        references.insert(charge.reference, counts(charge.reference).toJson());
    json.insert(u"by_reference"_s, references);
    return answerJson(200, json);
}

} // namespace rastro::sandbox
