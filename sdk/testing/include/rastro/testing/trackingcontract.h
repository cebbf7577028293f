// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/testing/plugincontract.h"

#include <rastro/trackingplugin.h>

namespace rastro::testing {

/// Contract of every tracking plugin: exactly one answer to each Start and to each payment, organic included; none that
/// is wrong because a click could not be looked up; nothing after its deletion.
class TrackingContract : public PluginContract
{
    Q_OBJECT

public:
    using PluginContract::PluginContract;

private Q_SLOTS:
    void answersEachStartExactlyOnce_data();
    void answersEachStartExactlyOnce();
    void bindsToTheClickWhoseTokenIsTheStartParameter();
    void saysOrganicWhenThereIsNoClick();
    void answersEachPaymentExactlyOnce_data();
    void answersEachPaymentExactlyOnce();
    void freezesTheClickOfTheCustomersTokenOnThePayment();
    void neverAnswersWronglyBecauseALookUpFailed();
    void answersOnceWhenAskedAgainDuringASlowLookUp();
    void keepsAnswersOfInterleavedStartsApart();
    void canBeDeletedWhileALookUpIsUnderWay();

private:
    struct Bench;
};

} // namespace rastro::testing
