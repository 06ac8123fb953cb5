-- Whose joules a request's are: the GPU's, or on a machine without one the processor's.
ALTER TABLE requests ADD COLUMN energy_source TEXT;
ALTER TABLE energy ADD COLUMN energy_source TEXT;
UPDATE requests SET energy_source = 'gpu' WHERE energy_mj IS NOT NULL;
UPDATE energy SET energy_source = 'gpu' WHERE energy_mj IS NOT NULL;
