// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <optional>

namespace rastro::core {

/// One that may be chosen, and for how large a part of all.
struct Candidate
{
    qint64 id = 0;
    quint64 weight = 1;
};

/// The candidate for this identity (an fbclid, a visitor): always the same one while it is there, on every node and
/// after every start, and spread by weight over all identities. When one leaves, only its own identities move
/// (rendezvous hashing: Thaler and Ravishankar, 1998; with weights as in Schindelhauer and Schomaker, 2005). Pure.
[[nodiscard]] std::optional<qint64> steadyChoice(const QByteArray &identity, const QList<Candidate> &candidates);

} // namespace rastro::core
