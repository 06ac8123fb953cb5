-- Within how many percent the energy is right, as it was known then; NULL: calibrated or unknown.
ALTER TABLE requests ADD COLUMN energy_band_percent REAL;
ALTER TABLE energy ADD COLUMN energy_band_percent REAL;
-- What was metered before there were bands was metered without calibration.
UPDATE requests SET energy_band_percent = 8 WHERE energy_mj IS NOT NULL;
UPDATE energy SET energy_band_percent = 8 WHERE energy_mj IS NOT NULL;

-- One row a local day and card: attributed + background + resident + idle = counter.
-- ``mark`` names the last addition, so that one which is tried again is not added twice.
CREATE TABLE daily_energy (
    date TEXT NOT NULL,
    tz TEXT NOT NULL,
    gpu_uuid TEXT NOT NULL,
    attributed_mj INTEGER NOT NULL,
    background_mj INTEGER NOT NULL,
    resident_mj INTEGER NOT NULL,
    idle_mj INTEGER NOT NULL,
    counter_mj INTEGER NOT NULL,
    gaps INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (date, tz, gpu_uuid)
) STRICT, WITHOUT ROWID;

-- What components report of other metered APIs, never changed.
CREATE TABLE reported (
    seq INTEGER PRIMARY KEY,
    component TEXT NOT NULL,
    request_id TEXT NOT NULL,
    at_us INTEGER NOT NULL,
    local_date TEXT NOT NULL,
    provider TEXT NOT NULL,
    service TEXT NOT NULL,
    quantity REAL NOT NULL,
    unit TEXT NOT NULL,
    cost_pico INTEGER,
    UNIQUE (component, request_id)
) STRICT;
CREATE INDEX reported_at ON reported (at_us);
