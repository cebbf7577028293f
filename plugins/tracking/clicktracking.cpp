// SPDX-License-Identifier: GPL-3.0-or-later
#include "clicktracking.h"

#include "startinquiry.h"

using namespace Qt::StringLiterals;

namespace rastro::tracking {

namespace {

PaymentAttribution attributionTo(const Click &click)
{
    PaymentAttribution attribution;
    attribution.token = click.token;
    attribution.fbclid = click.fbclid;
    attribution.fbp = click.fbp;
    attribution.fbc = click.fbc;
    attribution.utm = click.utm;
    attribution.pageviewEventId = click.pageviewEventId;
    attribution.poolId = click.poolId;
    attribution.reason = u"The customer's token belongs to this click."_s;
    return attribution;
}

} // namespace

// The host asks again when an answer is late: the old question is dropped, so that each start has one answer.
void ClickTracking::onStarted(const Start &start)
{
    delete m_inquiries.take(start.startId);
    auto *inquiry = new StartInquiry(bot().clicks(), start, this);
    m_inquiries[start.startId] = inquiry;
    const auto done = [this, inquiry, id = start.startId] {
        m_inquiries.remove(id);
        inquiry->deleteLater();
    };
    connect(inquiry, &StartInquiry::answered, this, [this, done](const TokenBinding &binding) {
        done();
        Q_EMIT
        tokenBound(binding);
    });
    connect(inquiry, &StartInquiry::failed, this, [this, done](const Error &error) {
        done();
        postpone(u"start"_s, error);
    });
    inquiry->begin();
}

void ClickTracking::onPaymentCreated(const Payment &payment)
{
    delete m_attachments.take(payment.id);
    if (!payment.userToken)
        return attach(payment, std::nullopt);
    auto *attachment = new QObject(this);
    m_attachments[payment.id] = attachment;
    bot().clicks().byToken(*payment.userToken, attachment,
                           [this, attachment, payment](const Result<std::optional<Click>> &click) {
                               m_attachments.remove(payment.id);
                               attachment->deleteLater();
                               click ? attach(payment, *click) : postpone(u"payment"_s, click.error());
                           });
}

void ClickTracking::attach(const Payment &payment, const std::optional<Click> &click)
{
    auto attribution = click ? attributionTo(*click) : PaymentAttribution();
    attribution.paymentId = payment.id;
    if (!click && payment.userToken) {
        attribution.token = payment.userToken;
        attribution.reason = u"The click of the customer's token is no longer known: the token alone is attached."_s;
    } else if (!click) {
        attribution.reason = u"Organic: the customer has no token."_s;
    }
    Q_EMIT
    paymentAttached(attribution);
}

void ClickTracking::postpone(const QString &what, const Error &error)
{
    bot().log(LogLevel::Warning,
              u"A %1 waits for its click, which could not be looked up now: %2"_s.arg(what, error.message));
}

} // namespace rastro::tracking
