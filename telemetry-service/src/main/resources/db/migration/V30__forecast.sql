-- What was foreseen, kept until it can be compared with what came, and some time longer.
create table forecast (
    id bigint generated always as identity primary key,
    series text not null,
    made_at timestamptz not null,
    unit text not null,
    step_seconds bigint not null check (step_seconds > 0),
    model text not null,
    season_seconds bigint,
    mase double precision not null,
    ends_at timestamptz not null,
    measured_at timestamptz
);
create index forecast_series on forecast (series, made_at desc);
create index forecast_unmeasured on forecast (ends_at) where measured_at is null;

create table forecast_point (
    forecast bigint not null references forecast on delete cascade,
    time timestamptz not null,
    value double precision not null,
    low50 double precision not null,
    high50 double precision not null,
    low80 double precision not null,
    high80 double precision not null,
    low95 double precision not null,
    high95 double precision not null,
    primary key (forecast, time)
);

-- How good a forecast was: measured once, over the steps whose value is known.
create table forecast_error (
    forecast bigint not null primary key references forecast on delete cascade,
    points int not null check (points > 0),
    mean_absolute_error double precision not null,
    naive_absolute_error double precision not null,
    covered50 double precision not null,
    covered80 double precision not null,
    covered95 double precision not null
);
