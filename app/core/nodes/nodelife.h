// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/unitofwork.h"

namespace rastro::core {

/// How often a node says that it lives.
constexpr std::chrono::seconds NodeBeat{5};
/// After this long without a word a node is taken for dead, and others go on with its work.
constexpr std::chrono::seconds NodeSpan{15};

/// This node begins at `place`. Those of `dead` are dead for sure, and what they had claimed is due.
void joinNodes(UnitOfWork &uow, const QString &place, const QStringList &dead, Micros now);
/// This node lives on, and looks after what the dead had claimed.
void beatNode(UnitOfWork &uow, const QString &place, Micros now);
/// This node ends well: what it has claimed is due at once, what only one may do is anybody's.
void leaveNodes(UnitOfWork &uow, Micros now);

} // namespace rastro::core
