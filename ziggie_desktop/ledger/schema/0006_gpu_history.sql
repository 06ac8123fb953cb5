-- What the cards' sensors said, as means: step_s is 60 (kept for days) or 3600 (kept for months). In
-- no sum of money or energy. What a card does not tell, or did not tell then, is NULL.
CREATE TABLE gpu_history (
    step_s INTEGER NOT NULL,
    start_s INTEGER NOT NULL,
    gpu_uuid TEXT NOT NULL,
    samples INTEGER NOT NULL,
    power_mw INTEGER,
    power_top_mw INTEGER,
    memory_bytes INTEGER,
    temperature_c INTEGER,
    utilization_percent INTEGER,
    PRIMARY KEY (step_s, start_s, gpu_uuid)
) STRICT, WITHOUT ROWID;
