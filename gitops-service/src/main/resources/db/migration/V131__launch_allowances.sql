-- Until when a region has to do with the launches that were asked of it, at its pace; as far ahead as it lets launch at once.
create table launch_allowance (
    region     text primary key,
    busy_until timestamptz not null
);
