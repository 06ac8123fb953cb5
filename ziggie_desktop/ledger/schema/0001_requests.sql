-- One row a request, never changed. The names are those of contract.records.RequestRow.
CREATE TABLE requests (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    started_at_us INTEGER NOT NULL,
    dialect TEXT NOT NULL,
    delivery TEXT NOT NULL,
    component TEXT NOT NULL,
    task TEXT,
    priority TEXT,
    agent_level TEXT,
    route TEXT,
    model TEXT,
    reason TEXT NOT NULL,
    fallback_from TEXT,
    fallback_reason TEXT,
    status TEXT NOT NULL,
    error_type TEXT,
    ttft_ms REAL,
    duration_ms REAL,
    gen_ai_operation_name TEXT NOT NULL,
    gen_ai_provider_name TEXT,
    gen_ai_request_model TEXT,
    gen_ai_response_model TEXT,
    gen_ai_response_id TEXT,
    gen_ai_response_finish_reason TEXT,
    gen_ai_usage_input_tokens INTEGER,
    gen_ai_usage_output_tokens INTEGER,
    gen_ai_usage_cache_read_input_tokens INTEGER,
    gen_ai_usage_cache_creation_input_tokens INTEGER,
    load_ms REAL,
    energy_mj INTEGER,
    energy_quality TEXT,
    electricity_cost_pico INTEGER,
    list_cost_pico INTEGER,
    price_source TEXT,
    counterfactual_model TEXT,
    counterfactual_cost_pico INTEGER,
    simulated INTEGER NOT NULL,
    attempts TEXT NOT NULL,            -- JSON: every call that was made for this request
    local_date TEXT,
    tz TEXT,
    -- Derived when the row is written (ledger/savings.py), so that sums need not read JSON.
    billed_pico INTEGER NOT NULL,
    otherwise_pico INTEGER NOT NULL,
    unpriced INTEGER NOT NULL,
    needs_energy INTEGER NOT NULL
) STRICT;
CREATE INDEX requests_started ON requests (started_at_us);

-- Energy is known a moment after the answer. The newest row of a request counts; none is changed.
CREATE TABLE energy (
    seq INTEGER PRIMARY KEY,
    request_id TEXT NOT NULL,
    energy_mj INTEGER,
    energy_quality TEXT,
    electricity_cost_pico INTEGER,
    tariff_source TEXT
) STRICT;
CREATE INDEX energy_request ON energy (request_id);

CREATE TABLE probes (
    at_us INTEGER PRIMARY KEY,
    ok INTEGER NOT NULL,
    reason TEXT
) STRICT;
