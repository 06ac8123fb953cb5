-- What old requests came to, where the owner keeps them only for some time. Names as in
-- ledger/savings.py (Sums); a month counts in a period where its first request does.
CREATE TABLE monthly (
    seq INTEGER PRIMARY KEY,
    first_us INTEGER NOT NULL,
    month TEXT NOT NULL,
    component TEXT NOT NULL,
    model TEXT,
    task TEXT,
    requests INTEGER NOT NULL,
    local INTEGER NOT NULL,
    cloud INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    fallbacks INTEGER NOT NULL,
    unpriced INTEGER NOT NULL,
    unmetered INTEGER NOT NULL,
    uncosted INTEGER NOT NULL,
    metered INTEGER NOT NULL,
    costed INTEGER NOT NULL,
    input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    energy_mj INTEGER NOT NULL,
    cloud_cost_pico INTEGER NOT NULL,
    electricity_cost_pico INTEGER NOT NULL,
    counterfactual_cost_pico INTEGER NOT NULL,
    simulated INTEGER NOT NULL,
    band_permille INTEGER NOT NULL
) STRICT;
CREATE TABLE monthly_probes (
    seq INTEGER PRIMARY KEY,
    at_us INTEGER NOT NULL,
    probes INTEGER NOT NULL,
    good INTEGER NOT NULL
) STRICT;
