-- Which tokens the counterfactual was priced for (JSON), with what Claude would have cached; which
-- policy was in force; at which price of electricity.
ALTER TABLE requests ADD COLUMN counterfactual_usage TEXT;
ALTER TABLE requests ADD COLUMN policy TEXT;
ALTER TABLE requests ADD COLUMN tariff_source TEXT;
