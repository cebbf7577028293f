-- SPDX-License-Identifier: GPL-3.0-or-later

-- name: funnel.addVisits
INSERT INTO funnel_events (workspace_id, day, pool_id, bot_id, attributed, campaign, visits, repeats, previews,
    crawlers)
VALUES (:workspace_id, :day, :pool_id, :bot_id, 1, :campaign, :visits, :repeats, :previews, :crawlers);

-- What is not asked for is 0 or '' in every row, so that rows become one. Organic and not is told apart where it shows.
-- name: funnel.between
SELECT CASE WHEN CAST(:by_day AS BIGINT) = 1 THEN day ELSE 0 END AS day,
    CASE WHEN CAST(:by_pool AS BIGINT) = 1 THEN pool_id ELSE 0 END AS pool_id,
    CASE WHEN CAST(:by_bot AS BIGINT) = 1 THEN bot_id ELSE 0 END AS bot_id,
    CASE WHEN CAST(:by_pool AS BIGINT) + CAST(:by_campaign AS BIGINT) > 0 THEN attributed ELSE 1 END AS attributed,
    CASE WHEN CAST(:by_campaign AS BIGINT) = 1 THEN campaign ELSE '' END AS campaign,
    currency,
    SUM(visits) AS visits, SUM(repeats) AS repeats, SUM(previews) AS previews, SUM(crawlers) AS crawlers,
    SUM(starts) AS starts, SUM(starts * attributed) AS ad_starts, SUM(binds) AS binds, SUM(charges) AS charges,
    SUM(sales) AS sales, SUM(minor) AS minor
FROM funnel_days
WHERE workspace_id = :workspace_id AND day >= :from_day AND day < :until_day
    AND (CAST(:pool_id AS BIGINT) IS NULL OR pool_id = :pool_id)
    AND (CAST(:bot_id AS BIGINT) IS NULL OR bot_id = :bot_id)
    AND (CAST(:campaign AS TEXT) IS NULL OR (attributed = 1 AND campaign = substr(CAST(:campaign AS TEXT), 1, 200)))
GROUP BY 1, 2, 3, 4, 5, 6
ORDER BY 1, 2, 3, 4, 5, 6;
