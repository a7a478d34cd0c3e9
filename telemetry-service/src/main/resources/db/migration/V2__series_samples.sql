-- A series is known by its team, environment, name and labels; one of an instance by the instance and the name.
alter table metric_series
    alter column instance drop not null,
    add column team text,
    add column environment text,
    add column labels jsonb not null default '{}',
    add column simulated boolean not null default false,
    add column identity bytea unique;
update metric_series s set
    team = i.team, environment = i.environment, simulated = i.simulated,
    labels = jsonb_strip_nulls(jsonb_build_object('provider', i.provider, 'region', i.region, 'zone', i.zone,
        'instance_id', i.instance_id, 'instance_type', i.instance_type, 'workload', i.workload))
from instance i where i.id = s.instance;
alter table metric_series add check (instance is not null or identity is not null);
create index metric_series_name on metric_series (name, team, id);
create index metric_series_labels on metric_series using gin (labels jsonb_path_ops);

-- How many series others brought for a team, and which values its labels have: what the limits are held against.
create table metric_team (
    team text not null primary key,
    series int not null default 0
);
create table metric_label_value (
    team text not null,
    label text not null,
    value text not null,
    primary key (team, label, value)
);

-- The newest sample of each series, apart from it as it changes all the time.
create table metric_latest (
    series bigint not null primary key,
    time timestamptz not null,
    value double precision not null,
    received_at timestamptz not null,
    received_wall timestamptz not null
) with (fillfactor = 50);
insert into metric_latest (series, time, value, received_at, received_wall)
    select id, last_time, last_value, received_at, received_wall from metric_series where last_time is not null;
alter table metric_series
    drop column last_time, drop column last_value, drop column received_at, drop column received_wall;

-- Samples are durable as soon as they stand in one of these, without an index that would make each row dear; from here they are
-- settled, sorted, into the tables below. See ADR 0040.
create table metric_intake_0 (time timestamptz not null, series bigint not null, value double precision not null);
do $$
begin
    for segment in 1..15 loop
        execute format('create table metric_intake_%s (like metric_intake_0)', segment);
    end loop;
end
$$;

-- What was stored until now is settled like what arrives.
insert into metric_intake_0 (time, series, value) select time, series, value from metric_sample;
drop table metric_sample;

create table metric_sample (
    time timestamptz not null,
    series bigint not null,
    value double precision not null,
    primary key (series, time)
) partition by range (time);

-- Days of minutes, months of hours, years of days.
create table metric_1m (
    time timestamptz not null,
    series bigint not null,
    count bigint not null,
    sum double precision not null,
    min double precision not null,
    max double precision not null,
    last double precision not null,
    last_time timestamptz not null,
    primary key (series, time)
) partition by range (time);
create table metric_1h (like metric_1m, primary key (series, time)) partition by range (time);
create table metric_1d (like metric_1m, primary key (series, time)) partition by range (time);
