-- The change that a change is another try of. No reference: records are made anew one by one, in any order.
alter table change add column retries uuid;
create index change_retries on change (retries) where retries is not null;
-- Which change took another back.
create index change_rollback_cause on change (cause) where origin = 'ROLLBACK';
