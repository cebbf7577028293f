-- SPDX-License-Identifier: GPL-3.0-or-later

-- How many rows there are, kept while they are written: counting millions takes seconds, and doctor, metrics and the
-- console ask all the time. scope is a workspace, or 0 for the whole installation.
CREATE TABLE row_counts (
    subject TEXT NOT NULL,
    scope BIGINT NOT NULL,
    state TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (subject, scope, state)
);

CREATE TRIGGER clicks_counted AFTER INSERT ON clicks
BEGIN
    INSERT INTO row_counts (subject, scope, state, n) VALUES ('clicks', new.workspace_id, new.traffic, 1)
    ON CONFLICT (subject, scope, state) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER clicks_uncounted AFTER DELETE ON clicks
BEGIN
    UPDATE row_counts SET n = n - 1 WHERE subject = 'clicks' AND scope = old.workspace_id AND state = old.traffic;
END;

CREATE TRIGGER conversions_counted AFTER INSERT ON conversions
BEGIN
    INSERT INTO row_counts (subject, scope, state, n) VALUES ('conversions', 0, new.state, 1)
    ON CONFLICT (subject, scope, state) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER conversions_uncounted AFTER DELETE ON conversions
BEGIN
    UPDATE row_counts SET n = n - 1 WHERE subject = 'conversions' AND scope = 0 AND state = old.state;
END;

CREATE TRIGGER conversions_recounted AFTER UPDATE OF state ON conversions WHEN old.state <> new.state
BEGIN
    UPDATE row_counts SET n = n - 1 WHERE subject = 'conversions' AND scope = 0 AND state = old.state;
    INSERT INTO row_counts (subject, scope, state, n) VALUES ('conversions', 0, new.state, 1)
    ON CONFLICT (subject, scope, state) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER messages_counted AFTER INSERT ON messages
BEGIN
    INSERT INTO row_counts (subject, scope, state, n) VALUES ('messages', 0, new.state, 1)
    ON CONFLICT (subject, scope, state) DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER messages_uncounted AFTER DELETE ON messages
BEGIN
    UPDATE row_counts SET n = n - 1 WHERE subject = 'messages' AND scope = 0 AND state = old.state;
END;

CREATE TRIGGER messages_recounted AFTER UPDATE OF state ON messages WHEN old.state <> new.state
BEGIN
    UPDATE row_counts SET n = n - 1 WHERE subject = 'messages' AND scope = 0 AND state = old.state;
    INSERT INTO row_counts (subject, scope, state, n) VALUES ('messages', 0, new.state, 1)
    ON CONFLICT (subject, scope, state) DO UPDATE SET n = n + 1;
END;
