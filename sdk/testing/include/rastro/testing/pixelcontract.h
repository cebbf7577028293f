// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rastro/testing/plugincontract.h"

#include <rastro/pixelplugin.h>

namespace rastro::testing {

/// Contract of every pixel: one outcome for every event it was given, whatever the other side does; the same snippet
/// for everybody; secrets stay inside. answerNormally() must be scripted.
class PixelContract : public PluginContract
{
    Q_OBJECT

public:
    using PluginContract::PluginContract;

private Q_SLOTS:
    void deliversEveryEventItWants_data();
    void deliversEveryEventItWants();
    void reportsExactlyOneOutcomePerEvent_data();
    void reportsExactlyOneOutcomePerEvent();
    void retriesWhatPasses_data();
    void retriesWhatPasses();
    void survivesEventsOfWhichLittleIsKnown();
    void takesOnePurchaseAtATime();
    void namesItsDestination();
    void stopsWhenAborted();
    void canBeDeletedDuringADelivery();
    void survivesADeletedOperation();
    void givesTheSameSnippetToEverybody_data();
    void givesTheSameSnippetToEverybody();

private:
    struct Bench;
};

} // namespace rastro::testing
