create table sealed_thing (
    id uuid not null primary key,
    secret text
);
