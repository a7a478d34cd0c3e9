-- When the removal of a deployment began, in wall time: what runs of it may save its work once more.
alter table deployment add column removing_at timestamptz;
alter table workload_report add column heard_at timestamptz not null default now();
alter table workload_report add column saved_at timestamptz;
