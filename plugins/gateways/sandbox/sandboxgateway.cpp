// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandboxgateway.h"

#include "bankerrors.h"
#include "chargeanswers.h"
#include "noticereader.h"

using namespace Qt::StringLiterals;

namespace rastro::gateway {

namespace {

// Sends, and finishes the operation with what `read` makes of the answer. The exchange ends with the operation, and
// when the host says that it is no longer interested.
template <class T, class Read>
void exchange(BotContext &bot, const HttpRequest &request, Effect effect, Operation<T> *operation, Read read)
{
    auto *call = new QObject(operation);
    QObject::connect(operation, &OperationBase::aborted, call, [operation, call, effect] {
        call->deleteLater();
        operation->fail(errorOfAbort(effect));
    });
    bot.http().send(request, call, [&bot, effect, operation, read](const Result<HttpAnswer> &answer) {
        if (operation->isFinished())
            return;
        if (answer)
            operation->finish(read(*answer, bot.clock().now()));
        else
            operation->fail(errorOfTransport(answer.error(), effect));
    });
}

Result<void> checkAmount(const Money &amount, const GatewayCapabilities &able)
{
    if (amount.currency == able.currency && amount.minor >= able.minimumMinor && amount.minor <= able.maximumMinor)
        return {};
    return failure(u"sandbox.amount"_s, u"The sandbox bank cannot charge %1 %2: Pix is paid in BRL, from 0.01 to "
                                        "9999999999.99."_s.arg(amount.toDecimal(), amount.currency));
}

} // namespace

SandboxGateway::SandboxGateway(BotContext &bot, const GatewaySettings &settings, QObject *parent)
    : PaymentGatewayPlugin(bot, parent)
    , m_settings(settings)
    , m_requests(settings)
{
}

GatewayCapabilities SandboxGateway::capabilities() const
{
    GatewayCapabilities able;
    able.currency = u"BRL"_s;
    able.minimumMinor = 1;
    able.maximumMinor = 999'999'999'999;
    able.idempotentCreate = true;
    able.lookupByReference = true;
    able.refunds = true;
    return able;
}

void SandboxGateway::createCharge(const ChargeRequest &request, Operation<Charge> *operation)
{
    if (const auto checked = checkAmount(request.amount, capabilities()); !checked)
        return operation->fail(checked.error());
    auto life = m_settings.expiresInSeconds;
    if (request.expiresAt != 0)
        life = std::min(life, (request.expiresAt - bot().clock().now() + 999'999) / 1'000'000);
    if (life < 1)
        return operation->fail({.code = u"sandbox.expired"_s,
                                .message = u"The shop has stopped waiting for this charge already: it is not made."_s});
    exchange(bot(), m_requests.create(request, life), Effect::Possible, operation,
             [request](const HttpAnswer &answer, Micros now) { return readCreated(answer, request, now); });
}

void SandboxGateway::fetchCharge(const ChargeReference &charge, Operation<ChargeSnapshot> *operation)
{
    if (charge.gatewayId.isEmpty() && charge.reference.isEmpty())
        return operation->fail({.code = u"sandbox.no_charge"_s,
                                .message = u"Neither the bank's id of the charge nor our reference is known."_s});
    exchange(bot(), m_requests.fetch(charge), Effect::None, operation,
             [charge](const HttpAnswer &answer, Micros now) { return readSnapshot(answer, charge, now); });
}

void SandboxGateway::refund(const RefundRequest &request, Operation<Refund> *operation)
{
    if (const auto checked = checkAmount(request.amount, capabilities()); !checked)
        return operation->fail(checked.error());
    exchange(bot(), m_requests.refund(request), Effect::Possible, operation,
             [request](const HttpAnswer &answer, Micros now) { return readRefund(answer, request, now); });
}

Result<NoticeHint> SandboxGateway::parseWebhook(const Notice &notice) const
{
    return readNotice(notice, m_settings.webhookSecret);
}

} // namespace rastro::gateway
