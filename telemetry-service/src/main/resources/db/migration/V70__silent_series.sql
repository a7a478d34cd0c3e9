-- What nothing arrives for any more is retired: it stays readable, and counts against the limits no longer.
alter table metric_series
    add column created_at timestamptz not null default now(),
    add column retired_at timestamptz;
create index metric_series_retired on metric_series (id) where retired_at is not null;
