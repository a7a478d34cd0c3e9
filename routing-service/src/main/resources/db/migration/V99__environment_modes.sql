-- How far optimisation may go in an environment, as people set it at gitops-service; what is not here is as configured.
create table environment_mode (
    environment text primary key,
    mode        text not null check (mode in ('OBSERVE', 'RECOMMEND', 'ACT'))
);
