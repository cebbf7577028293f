// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/qglobal.h>

#if defined(RASTRO_SDK_LIBRARY)
#define RASTRO_SDK_EXPORT Q_DECL_EXPORT
#else
#define RASTRO_SDK_EXPORT Q_DECL_IMPORT
#endif
