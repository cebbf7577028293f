// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <rastro/charge.h>

namespace rastro::gateway {

/// Reads a notice of the bank: {"id", "event", "charge": {"id", "reference", …}}, signed in the header
/// "sandbox-signature" as "t=<unix seconds>,v1=<hex of HMAC-SHA256 over t.body>"; more than one v1 may stand there
/// while a secret is changed.
///
/// Pure: there is no clock, so the age of `t` is not judged and an old notice can be replayed by whoever has seen it.
/// That does no harm: a notice is only a hint, and the proof is the host's query with our own credential.
///
/// Errors, all final: "notice.unsigned", "notice.forged", "notice.malformed".
[[nodiscard]] Result<NoticeHint> readNotice(const Notice &notice, const QByteArray &secret);

} // namespace rastro::gateway
