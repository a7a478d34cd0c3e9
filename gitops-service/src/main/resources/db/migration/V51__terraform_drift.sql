-- Drift of what Terraform made: the resource's address in the environment's code.
alter table drift_finding add column resource text;
create index change_terraform_open on change (environment)
    where kind = 'TERRAFORM' and state in ('RUNNING', 'AWAITING_APPROVAL');
