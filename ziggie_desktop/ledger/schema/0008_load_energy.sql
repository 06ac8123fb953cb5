-- Of a request's energy, and of a day's, what loading models took.
ALTER TABLE requests ADD COLUMN energy_load_mj INTEGER;
ALTER TABLE energy ADD COLUMN energy_load_mj INTEGER;
ALTER TABLE daily_energy ADD COLUMN load_mj INTEGER NOT NULL DEFAULT 0;
