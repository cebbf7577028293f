// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/testing/plugincontract.h"

#include <rastro/paymentgatewayplugin.h>

namespace rastro::testing {

/// Contract of every payment gateway: each call is finished exactly once whatever the other side does, stops when it is
/// told to, says when its outcome is unknown, claims what it does, and keeps its secrets. answerNormally() must be
/// scripted.
class GatewayContract : public PluginContract
{
    Q_OBJECT

public:
    using PluginContract::PluginContract;

protected:
    /// Notices that the gateway really sends about this charge, for parseWebhook().
    [[nodiscard]] virtual QList<Notice> notices(const Charge &charge, const QString &reference) const = 0;
    /// Notices that must be refused with an error (wrong signature). None if the gateway does not sign.
    [[nodiscard]] virtual QList<Notice> forgedNotices() const { return {}; }
    /// Is this the request that makes a charge, refund or the like at the gateway? A failure of it leaves the outcome
    /// unknown. Unless overridden: every POST or PUT whose URL does not speak of a token.
    [[nodiscard]] virtual bool hasEffect(const HttpRequest &request) const;

private Q_SLOTS:
    void makesACharge();
    void finishesEveryCallExactlyOnce_data();
    void finishesEveryCallExactlyOnce();
    void classifiesTrouble_data();
    void classifiesTrouble();
    void saysThatTheOutcomeIsUnknownWhenTheAnswerToACreateIsLost_data();
    void saysThatTheOutcomeIsUnknownWhenTheAnswerToACreateIsLost();
    void stopsWhenAborted();
    void canBeDeletedDuringACall();
    void survivesADeletedOperation();
    void claimsWhatItDoes();
    void readsItsNotices();
    void refusesForgedNotices();
    void readsNoticesPurely_data();
    void readsNoticesPurely();
    void survivesEveryCutOfItsNotices();

private:
    struct Bench;
};

} // namespace rastro::testing
