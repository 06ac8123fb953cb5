-- What Anthropic's console says was used and billed, as its exports were imported; in no total of
-- ours. A line that is imported again takes the place of what it said before: a day may have been
-- exported before it had ended.
CREATE TABLE invoiced (
    kind TEXT NOT NULL,
    date TEXT NOT NULL,
    line TEXT NOT NULL,
    model TEXT NOT NULL,
    tier TEXT,
    geo TEXT,
    input_tokens INTEGER,
    output_tokens INTEGER,
    cache_read_tokens INTEGER,
    cache_write_5m_tokens INTEGER,
    cache_write_1h_tokens INTEGER,
    web_searches INTEGER,
    cost_pico INTEGER,
    PRIMARY KEY (kind, date, line)
) STRICT, WITHOUT ROWID;
