// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QStringList>
#include <optional>

namespace rastro::core {

/// What an ad platform is to be given so that each click tells which ad it came from. The platform puts the names and
/// numbers of the ad where the macros are.
struct AdTemplate
{
    QString parameters; ///< "utm_source=FB&utm_campaign={{campaign.name}}|…": as the platform's form takes it.
    QString placeEn;    ///< Where in the platform's form that goes, for people.
    QString placePt;
};

/// Sources that there is a template for: "meta", "tiktok", "google", "kwai".
[[nodiscard]] QStringList adSources();

/// The template for a source. The platforms add their own click ids (fbclid, ttclid, gclid) by themselves, except Kwai,
/// whose template asks for it.
[[nodiscard]] std::optional<AdTemplate> adTemplate(const QString &source);

/// The address of a pool with the parameters behind it, macros as they are.
[[nodiscard]] QString adLink(const QString &publicUrl, const QString &slug, const QString &parameters = {});

} // namespace rastro::core
