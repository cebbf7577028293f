-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: health.integrity
SELECT quick_check AS verdict FROM pragma_quick_check LIMIT 1;
