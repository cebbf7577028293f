-- SPDX-License-Identifier: GPL-3.0-or-later

-- The server looks after its pages itself: it refuses one whose checksum is wrong, and a reading that meets one fails.
-- name: health.integrity
SELECT 'ok' AS verdict FROM (SELECT COUNT(*) FROM bots) AS reading;
