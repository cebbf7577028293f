-- SPDX-License-Identifier: GPL-3.0-or-later

-- What visits, starts, charges and sales add up to, kept in the transaction that stores them: who asks reads these rows
-- and not millions of others, and nothing that is deleted for its age is missing here. day: days since 1970-01-01, UTC,
-- of the event itself: the click, the /start, the binding, the opening of the payment, the coming in of the money.
-- pool_id and campaign are those of the click that it is attributed to; attributed is 0 where there is none: organic.
-- 0 and '': none. currency and minor: of charges and sales. previews: all that looks ahead for a person. The rows of
-- all slots together give a number: each connection to PostgreSQL has a slot, so that nodes do not wait for each other.
CREATE TABLE funnel_days (
    workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
    day BIGINT NOT NULL,
    pool_id BIGINT NOT NULL,
    bot_id BIGINT NOT NULL,
    attributed SMALLINT NOT NULL CHECK (attributed IN (0, 1)),
    campaign TEXT NOT NULL,
    currency TEXT NOT NULL,
    slot BIGINT NOT NULL,
    visits BIGINT NOT NULL,
    repeats BIGINT NOT NULL,
    previews BIGINT NOT NULL,
    crawlers BIGINT NOT NULL,
    starts BIGINT NOT NULL,
    binds BIGINT NOT NULL,
    charges BIGINT NOT NULL,
    sales BIGINT NOT NULL,
    minor BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, day, pool_id, bot_id, attributed, campaign, currency, slot)
) WITHOUT ROWID;

-- The campaigns that have rows of their own on a day. Anybody can write any campaign into an address: names are cut to
-- 200 characters, and what comes after the first 500 names of a day is counted as '(other)'.
CREATE TABLE funnel_campaigns (
    workspace_id BIGINT NOT NULL REFERENCES workspaces (id),
    day BIGINT NOT NULL,
    campaign TEXT NOT NULL,
    PRIMARY KEY (workspace_id, day, campaign)
) WITHOUT ROWID;

-- Whoever counts inserts here, with the click's whole campaign and the figures that are not 0.
CREATE VIEW funnel_events AS
SELECT workspace_id, day, pool_id, bot_id, attributed, campaign, currency, visits, repeats, previews, crawlers, starts,
    binds, charges, sales, minor
FROM funnel_days;

-- only: sqlite
CREATE TRIGGER funnel_counted INSTEAD OF INSERT ON funnel_events
BEGIN
    INSERT INTO funnel_campaigns (workspace_id, day, campaign)
    SELECT new.workspace_id, new.day, substr(new.campaign, 1, 200)
    WHERE new.campaign <> ''
        AND NOT EXISTS (SELECT 1 FROM funnel_campaigns
            WHERE workspace_id = new.workspace_id AND day = new.day AND campaign = substr(new.campaign, 1, 200))
        AND (SELECT COUNT(*) FROM funnel_campaigns WHERE workspace_id = new.workspace_id AND day = new.day) < 500;
    INSERT INTO funnel_days (workspace_id, day, pool_id, bot_id, attributed, campaign, currency, slot, visits, repeats,
        previews, crawlers, starts, binds, charges, sales, minor)
    SELECT new.workspace_id, new.day, new.pool_id, new.bot_id, new.attributed,
        CASE WHEN new.campaign = '' OR EXISTS (SELECT 1 FROM funnel_campaigns
                WHERE workspace_id = new.workspace_id AND day = new.day AND campaign = substr(new.campaign, 1, 200))
            THEN substr(new.campaign, 1, 200) ELSE '(other)' END,
        COALESCE(new.currency, ''), 0, COALESCE(new.visits, 0), COALESCE(new.repeats, 0), COALESCE(new.previews, 0),
        COALESCE(new.crawlers, 0), COALESCE(new.starts, 0), COALESCE(new.binds, 0), COALESCE(new.charges, 0),
        COALESCE(new.sales, 0), COALESCE(new.minor, 0)
    WHERE true
    ON CONFLICT (workspace_id, day, pool_id, bot_id, attributed, campaign, currency, slot) DO UPDATE SET
        visits = visits + excluded.visits, repeats = repeats + excluded.repeats,
        previews = previews + excluded.previews, crawlers = crawlers + excluded.crawlers,
        starts = starts + excluded.starts, binds = binds + excluded.binds, charges = charges + excluded.charges,
        sales = sales + excluded.sales, minor = minor + excluded.minor;
END;

-- only: postgresql
CREATE FUNCTION funnel_count() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE
    counted_as TEXT := substr(new.campaign, 1, 200);
BEGIN
    IF counted_as <> '' AND NOT EXISTS (SELECT 1 FROM funnel_campaigns c
            WHERE c.workspace_id = new.workspace_id AND c.day = new.day AND c.campaign = counted_as) THEN
        IF (SELECT COUNT(*) FROM funnel_campaigns c
                WHERE c.workspace_id = new.workspace_id AND c.day = new.day) < 500 THEN
            INSERT INTO funnel_campaigns (workspace_id, day, campaign)
            VALUES (new.workspace_id, new.day, counted_as) ON CONFLICT DO NOTHING;
        ELSE
            counted_as := '(other)';
        END IF;
    END IF;
    INSERT INTO funnel_days AS d (workspace_id, day, pool_id, bot_id, attributed, campaign, currency, slot, visits,
        repeats, previews, crawlers, starts, binds, charges, sales, minor)
    VALUES (new.workspace_id, new.day, new.pool_id, new.bot_id, new.attributed, counted_as,
        COALESCE(new.currency, ''), pg_backend_pid() % 1024, COALESCE(new.visits, 0), COALESCE(new.repeats, 0),
        COALESCE(new.previews, 0), COALESCE(new.crawlers, 0), COALESCE(new.starts, 0), COALESCE(new.binds, 0),
        COALESCE(new.charges, 0), COALESCE(new.sales, 0), COALESCE(new.minor, 0))
    ON CONFLICT (workspace_id, day, pool_id, bot_id, attributed, campaign, currency, slot) DO UPDATE SET
        visits = d.visits + excluded.visits, repeats = d.repeats + excluded.repeats,
        previews = d.previews + excluded.previews, crawlers = d.crawlers + excluded.crawlers,
        starts = d.starts + excluded.starts, binds = d.binds + excluded.binds,
        charges = d.charges + excluded.charges, sales = d.sales + excluded.sales, minor = d.minor + excluded.minor;
    RETURN new;
END $$;

-- only: postgresql
CREATE TRIGGER funnel_counted INSTEAD OF INSERT ON funnel_events FOR EACH ROW EXECUTE FUNCTION funnel_count();

-- A /start counts when it is answered, with the click that the person then has. Clicks are counted by their store, a
-- batch at a time.
-- only: sqlite
CREATE TRIGGER starts_in_funnel AFTER UPDATE OF attribution ON starts
WHEN old.attribution = 'pending' AND new.attribution <> 'pending'
BEGIN
    INSERT INTO funnel_events (workspace_id, day, pool_id, bot_id, attributed, campaign, starts)
    SELECT b.workspace_id, new.created_at / 86400000000, COALESCE(c.pool_id, 0), new.bot_id,
        CASE WHEN new.attribution = 'bound' THEN 1 ELSE 0 END, COALESCE(c.utm_campaign, ''), 1
    FROM bots b
    LEFT JOIN bot_users u ON u.bot_id = new.bot_id AND u.telegram_user_id = new.telegram_user_id
    LEFT JOIN clicks c ON new.attribution = 'bound' AND c.token = u.tracking_session_id
    WHERE b.id = new.bot_id;
END;

-- only: postgresql
CREATE FUNCTION funnel_start() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    INSERT INTO funnel_events (workspace_id, day, pool_id, bot_id, attributed, campaign, starts)
    SELECT b.workspace_id, new.created_at / 86400000000, COALESCE(c.pool_id, 0), new.bot_id,
        CASE WHEN new.attribution = 'bound' THEN 1 ELSE 0 END, COALESCE(c.utm_campaign, ''), 1
    FROM bots b
    LEFT JOIN bot_users u ON u.bot_id = new.bot_id AND u.telegram_user_id = new.telegram_user_id
    LEFT JOIN clicks c ON new.attribution = 'bound' AND c.token = u.tracking_session_id
    WHERE b.id = new.bot_id;
    RETURN NULL;
END $$;

-- only: postgresql
CREATE TRIGGER starts_in_funnel AFTER UPDATE OF attribution ON starts
FOR EACH ROW WHEN (old.attribution = 'pending' AND new.attribution <> 'pending') EXECUTE FUNCTION funnel_start();

-- A binding: by a /start or at the redirect, each time that a click is found for a person.
-- only: sqlite
CREATE TRIGGER binds_in_funnel AFTER INSERT ON touches WHEN new.token IS NOT NULL
BEGIN
    INSERT INTO funnel_events (workspace_id, day, pool_id, bot_id, attributed, campaign, binds)
    SELECT c.workspace_id, new.touched_at / 86400000000, COALESCE(c.pool_id, 0), new.bot_id, 1,
        COALESCE(c.utm_campaign, ''), 1
    FROM clicks c WHERE c.token = new.token;
END;

-- only: postgresql
CREATE FUNCTION funnel_bind() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    INSERT INTO funnel_events (workspace_id, day, pool_id, bot_id, attributed, campaign, binds)
    SELECT c.workspace_id, new.touched_at / 86400000000, COALESCE(c.pool_id, 0), new.bot_id, 1,
        COALESCE(c.utm_campaign, ''), 1
    FROM clicks c WHERE c.token = new.token;
    RETURN NULL;
END $$;

-- only: postgresql
CREATE TRIGGER binds_in_funnel AFTER INSERT ON touches
FOR EACH ROW WHEN (new.token IS NOT NULL) EXECUTE FUNCTION funnel_bind();

-- A charge counts once the gateway has made it and its attribution is frozen, whichever comes last.
-- only: sqlite
CREATE TRIGGER charges_in_funnel AFTER UPDATE OF gateway_transaction_id, attribution ON payments
WHEN new.gateway_transaction_id IS NOT NULL AND new.attribution <> 'pending'
    AND (old.gateway_transaction_id IS NULL OR old.attribution = 'pending')
BEGIN
    INSERT INTO funnel_events (workspace_id, day, pool_id, bot_id, attributed, campaign, currency, charges)
    VALUES (new.workspace_id, new.created_at / 86400000000, COALESCE(new.pool_id, 0), new.bot_id,
        CASE WHEN new.attribution = 'attached' THEN 1 ELSE 0 END, COALESCE(new.utm_campaign, ''), new.currency, 1);
END;

-- only: postgresql
CREATE FUNCTION funnel_charge() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    INSERT INTO funnel_events (workspace_id, day, pool_id, bot_id, attributed, campaign, currency, charges)
    VALUES (new.workspace_id, new.created_at / 86400000000, COALESCE(new.pool_id, 0), new.bot_id,
        CASE WHEN new.attribution = 'attached' THEN 1 ELSE 0 END, COALESCE(new.utm_campaign, ''), new.currency, 1);
    RETURN NULL;
END $$;

-- only: postgresql
CREATE TRIGGER charges_in_funnel AFTER UPDATE OF gateway_transaction_id, attribution ON payments
FOR EACH ROW WHEN (new.gateway_transaction_id IS NOT NULL AND new.attribution <> 'pending'
    AND (old.gateway_transaction_id IS NULL OR old.attribution = 'pending'))
EXECUTE FUNCTION funnel_charge();

-- A sale is a charge whose money came.
-- only: sqlite
CREATE TRIGGER sales_in_funnel AFTER UPDATE OF status, attribution ON payments
WHEN new.status = 'paid' AND new.attribution <> 'pending' AND (old.status <> 'paid' OR old.attribution = 'pending')
BEGIN
    INSERT INTO funnel_events (workspace_id, day, pool_id, bot_id, attributed, campaign, currency, sales, minor)
    VALUES (new.workspace_id, COALESCE(new.paid_at, new.created_at) / 86400000000, COALESCE(new.pool_id, 0),
        new.bot_id, CASE WHEN new.attribution = 'attached' THEN 1 ELSE 0 END, COALESCE(new.utm_campaign, ''),
        new.currency, 1, new.amount);
END;

-- only: postgresql
CREATE FUNCTION funnel_sale() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    INSERT INTO funnel_events (workspace_id, day, pool_id, bot_id, attributed, campaign, currency, sales, minor)
    VALUES (new.workspace_id, COALESCE(new.paid_at, new.created_at) / 86400000000, COALESCE(new.pool_id, 0),
        new.bot_id, CASE WHEN new.attribution = 'attached' THEN 1 ELSE 0 END, COALESCE(new.utm_campaign, ''),
        new.currency, 1, new.amount);
    RETURN NULL;
END $$;

-- only: postgresql
CREATE TRIGGER sales_in_funnel AFTER UPDATE OF status, attribution ON payments
FOR EACH ROW WHEN (new.status = 'paid' AND new.attribution <> 'pending'
    AND (old.status <> 'paid' OR old.attribution = 'pending'))
EXECUTE FUNCTION funnel_sale();

-- What is stored already. The campaigns of each day with the most clicks come first: they get names.
INSERT INTO funnel_events (workspace_id, day, pool_id, bot_id, attributed, campaign, visits, repeats, previews,
    crawlers)
SELECT workspace_id, first_seen_ms / 86400000, COALESCE(pool_id, 0), COALESCE(bot_id, 0), 1, COALESCE(utm_campaign, ''),
    SUM(CASE WHEN traffic = 'person' THEN 1 ELSE 0 END), SUM(CASE WHEN traffic = 'repeat' THEN 1 ELSE 0 END),
    SUM(CASE WHEN traffic IN ('person', 'repeat', 'crawler') THEN 0 ELSE 1 END),
    SUM(CASE WHEN traffic = 'crawler' THEN 1 ELSE 0 END)
FROM clicks
GROUP BY workspace_id, first_seen_ms / 86400000, COALESCE(pool_id, 0), COALESCE(bot_id, 0), COALESCE(utm_campaign, '')
ORDER BY COUNT(*) DESC;

-- The click of an old /start is that of the last touch up to the answer to it.
INSERT INTO funnel_events (workspace_id, day, pool_id, bot_id, attributed, campaign, starts)
SELECT b.workspace_id, s.created_at / 86400000000, COALESCE(c.pool_id, 0), s.bot_id,
    CASE WHEN s.attribution = 'bound' THEN 1 ELSE 0 END, COALESCE(c.utm_campaign, ''), COUNT(*)
FROM starts s
JOIN bots b ON b.id = s.bot_id
LEFT JOIN clicks c ON s.attribution = 'bound' AND c.token = (SELECT t.token FROM touches t
    WHERE t.bot_id = s.bot_id AND t.telegram_user_id = s.telegram_user_id AND t.token IS NOT NULL
        AND t.id <= COALESCE((SELECT MIN(a.id) FROM touches a
            WHERE a.bot_id = s.bot_id AND a.telegram_user_id = s.telegram_user_id AND a.source = 'start'
                AND a.touched_at >= s.created_at), 9223372036854775807)
    ORDER BY t.id DESC LIMIT 1)
WHERE s.attribution <> 'pending'
GROUP BY b.workspace_id, s.created_at / 86400000000, COALESCE(c.pool_id, 0), s.bot_id, s.attribution,
    COALESCE(c.utm_campaign, '');

INSERT INTO funnel_events (workspace_id, day, pool_id, bot_id, attributed, campaign, binds)
SELECT c.workspace_id, t.touched_at / 86400000000, COALESCE(c.pool_id, 0), t.bot_id, 1, COALESCE(c.utm_campaign, ''),
    COUNT(*)
FROM touches t JOIN clicks c ON c.token = t.token
GROUP BY c.workspace_id, t.touched_at / 86400000000, COALESCE(c.pool_id, 0), t.bot_id, COALESCE(c.utm_campaign, '');

INSERT INTO funnel_events (workspace_id, day, pool_id, bot_id, attributed, campaign, currency, charges)
SELECT workspace_id, created_at / 86400000000, COALESCE(pool_id, 0), bot_id,
    CASE WHEN attribution = 'attached' THEN 1 ELSE 0 END, COALESCE(utm_campaign, ''), currency, COUNT(*)
FROM payments WHERE gateway_transaction_id IS NOT NULL AND attribution <> 'pending'
GROUP BY workspace_id, created_at / 86400000000, COALESCE(pool_id, 0), bot_id, attribution, COALESCE(utm_campaign, ''),
    currency;

INSERT INTO funnel_events (workspace_id, day, pool_id, bot_id, attributed, campaign, currency, sales, minor)
SELECT workspace_id, COALESCE(paid_at, created_at) / 86400000000, COALESCE(pool_id, 0), bot_id,
    CASE WHEN attribution = 'attached' THEN 1 ELSE 0 END, COALESCE(utm_campaign, ''), currency, COUNT(*), SUM(amount)
FROM payments WHERE status = 'paid' AND attribution <> 'pending'
GROUP BY workspace_id, COALESCE(paid_at, created_at) / 86400000000, COALESCE(pool_id, 0), bot_id, attribution,
    COALESCE(utm_campaign, ''), currency;
