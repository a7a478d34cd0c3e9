create table environment_mode (
    environment text primary key,
    mode text not null,
    actor_id uuid not null,
    actor_name text not null,
    reason text not null,
    since timestamptz not null,
    version bigint not null
);

create table kill_switch (
    id uuid primary key,
    -- Null for all environments.
    environment text,
    reason text not null,
    engaged_by uuid not null,
    engaged_name text not null,
    engaged_at timestamptz not null,
    released_by uuid,
    released_name text,
    released_at timestamptz,
    release_reason text
);
create unique index kill_switch_engaged on kill_switch (coalesce(environment, '*')) where released_at is null;

create table freeze_window (
    id uuid primary key,
    -- Empty for all environments.
    environments text[] not null,
    reason text not null,
    zone text not null,
    starts_at timestamptz,
    ends_at timestamptz,
    cron text,
    lasts_seconds bigint,
    created_by uuid not null,
    created_name text not null,
    created_at timestamptz not null,
    version bigint not null,
    check ((starts_at is null) = (ends_at is null)),
    check ((cron is null) = (lasts_seconds is null)),
    check ((starts_at is null) <> (cron is null))
);

-- From this moment the cloud may have been touched; until then a change can still be dropped without taking anything back.
alter table change add column apply_begun_at timestamptz;
-- Since when something keeps an approved change from being applied; its approval runs out meanwhile.
alter table change add column held_at timestamptz;
update change c set apply_begun_at = c.updated_at
    where exists (select 1 from change_stage s where s.change_id = c.id and s.name = 'APPLY' and s.attempts > 0);
create index change_at_the_cloud on change (environment) where state = 'RUNNING' and apply_begun_at is not null;
