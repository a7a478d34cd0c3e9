-- The change that the next one of a failed workload is another try of; taken away once it runs.
alter table workload add column retries_change uuid;
