// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing: the precompiled header of RastroToolchain.cmake needs a target with a source to belong to.
