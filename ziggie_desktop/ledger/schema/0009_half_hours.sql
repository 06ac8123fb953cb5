-- When in its day energy of daily_energy was used, by half hours of UTC, for prices that depend on
-- the time; over all cards. date is the local day of tz, as in daily_energy, whose sums stand alone:
-- what no half hour holds was used nobody knows when in that day.
CREATE TABLE half_hours (
    begin_us INTEGER NOT NULL,
    date TEXT NOT NULL,
    tz TEXT NOT NULL,
    kind TEXT NOT NULL,
    energy_mj INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (begin_us, date, tz, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX half_hours_date ON half_hours (date);

-- What the processors took above their quiet level while a GPU answered: the row gpu_uuid
-- 'processor' has it, counted and estimated apart, and nothing else.
ALTER TABLE daily_energy ADD COLUMN processor_mj INTEGER NOT NULL DEFAULT 0;
ALTER TABLE daily_energy ADD COLUMN processor_estimated_mj INTEGER NOT NULL DEFAULT 0;
