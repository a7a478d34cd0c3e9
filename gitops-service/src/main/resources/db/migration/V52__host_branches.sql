-- Whether the host has the change's commit as a branch of this service's, which goes when the change has ended.
alter table host_report add column branch boolean not null default false;
create index host_report_branch on host_report (change_id) where branch;
