-- What callers found of answers, never changed; the newest of a caller counts. Where the request went
-- stands here too, for requests are kept as sums later.
CREATE TABLE feedback (
    seq INTEGER PRIMARY KEY,
    request_id TEXT NOT NULL,
    component TEXT NOT NULL,
    started_at_us INTEGER NOT NULL,
    task TEXT,
    route TEXT NOT NULL,
    model TEXT NOT NULL,
    good INTEGER NOT NULL,
    score REAL
) STRICT;
CREATE INDEX feedback_request ON feedback (request_id, component);
CREATE INDEX feedback_started ON feedback (started_at_us);

-- Of a month's energy, what was estimated and not measured.
ALTER TABLE monthly ADD COLUMN estimated_mj INTEGER NOT NULL DEFAULT 0;
