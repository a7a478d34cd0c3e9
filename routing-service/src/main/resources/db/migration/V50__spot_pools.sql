-- What was seen of losing spot capacity in each pool (a zone and an instance type); both counts fade with time.
create table spot_pool (
    zone text not null,
    instance_type text not null,
    lost double precision not null default 0,
    expected double precision not null default 0,
    -- The domain time that both counts are of.
    at timestamptz not null,
    last_lost_at timestamptz,
    primary key (zone, instance_type)
);

-- Each loss counts once, whoever tells of it first.
create table spot_loss (
    decision_id uuid not null primary key,
    at timestamptz not null
);

-- Until when the time at risk has been counted; whoever has its row locked counts on.
create table spot_clock (
    one boolean not null primary key default true check (one),
    counted_until timestamptz
);
insert into spot_clock (one) values (true);
