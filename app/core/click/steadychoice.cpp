// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/click/steadychoice.h"

#include <cmath>
#include <limits>

namespace rastro::core {

namespace {

/// FNV-1a, 64 bits: the same on every machine, unlike qHash().
quint64 hashOf(const QByteArray &bytes)
{
    quint64 hash = 0xcbf29ce484222325;
    for (const char byte : bytes)
        hash = (hash ^ quint8(byte)) * 0x100000001b3;
    return hash;
}

/// splitmix64's last step: spreads every bit of the input over all of the output.
quint64 mixed(quint64 bits)
{
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
    return bits ^ (bits >> 31);
}

double score(quint64 identity, const Candidate &candidate)
{
    const quint64 drawn = mixed(identity ^ mixed(quint64(candidate.id) + 0x9e3779b97f4a7c15));
    const double uniform = (double(drawn >> 11) + 0.5) * 0x1p-53; // strictly between 0 and 1
    return -double(candidate.weight) / std::log(uniform);
}

} // namespace

std::optional<qint64> steadyChoice(const QByteArray &identity, const QList<Candidate> &candidates)
{
    const quint64 hash = hashOf(identity);
    std::optional<qint64> best;
    double bestScore = -std::numeric_limits<double>::infinity();
    for (const Candidate &candidate : candidates) {
        const double drawn = score(hash, candidate);
        if (candidate.weight > 0 && drawn > bestScore) {
            bestScore = drawn;
            best = candidate.id;
        }
    }
    return best;
}

} // namespace rastro::core
