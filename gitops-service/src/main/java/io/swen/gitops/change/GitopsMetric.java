package io.swen.gitops.change;

import static io.swen.platform.metric.Declaration.counter;
import static io.swen.platform.metric.Declaration.gauge;
import static io.swen.platform.metric.Declaration.timer;

import io.swen.platform.metric.Declaration;
import io.swen.platform.metric.Declared;

/** Every metric that this service adds to those of the platform. */
public enum GitopsMetric implements Declared {
    CHANGES(counter("swen.gitops.changes", "Changes that came to their end")
            .by("state", "succeeded", "failed", "rejected", "cancelled", "expired")
            .by("environment")),
    CHANGES_OPEN(gauge("swen.gitops.changes.open", "Changes on their way").by("state", "running", "awaiting_approval")),
    STAGE_RUNS(timer("swen.gitops.stage.runs", "Wall time of one run of a stage")
            .by("stage")
            .by("outcome")),
    STAGE_OLDEST(gauge(
                    "swen.gitops.stage.oldest",
                    "Wall time since the stage of a running change that began longest ago was first begun; 0 when there is none")
            .in("seconds")
            .by("stage", "validate", "security_scan", "optimise", "plan", "approval", "apply", "monitor")),
    APPLIES(counter("swen.gitops.applies", "Runs of the apply stage that came to a result")
            .by("outcome", "succeeded", "retried", "failed")),
    APPROVALS(counter("swen.gitops.approvals", "Changes by the approval they need")
            .by("level", "automatic", "one_approver", "two_approvers", "two_approvers_one_admin")),
    VERDICTS(counter("swen.gitops.verdicts", "Verdicts of people").by("verdict", "approve", "reject")),
    BREAK_GLASS(counter("swen.gitops.break.glass", "Changes that somebody took upon himself")
            .by("environment")),
    NOTIFICATIONS(counter("swen.gitops.notifications", "Attempts to tell approvers")
            .by("receiver")
            .by("outcome", "sent", "failed")),
    INSTANCES(counter("swen.gitops.instances", "Instances created and destroyed")
            .by("provider", "aws", "alibaba")
            .by("op", "create", "destroy")),
    ORPHANS(gauge("swen.gitops.orphans", "Instances that carry our tag and belong to no deployment")),
    WEBHOOKS(counter("swen.gitops.webhooks", "Deliveries of webhooks")
            .by("host", "github", "gitlab", "gitea", "unknown")
            .by("outcome", "heard", "repeated", "refused")),
    REMOTE_LOOKS(counter("swen.gitops.remote.looks", "Exchanges with the remote, by the state they came to")
            .by("outcome")),
    HOST_CALLS(counter("swen.gitops.host.calls", "Statuses and comments sent to the host")
            .by("kind", "status", "comment")
            .by("outcome", "sent", "failed", "given_up")),
    DRIFT(gauge("swen.gitops.drift", "Open drift").by("class", "missing", "changed", "unmanaged")),
    REMEDIATION_NOTICES(counter("swen.gitops.remediation.notices", "Notices of interruptions heard of")
            .by("kind")
            .by("outcome")),
    REMEDIATIONS_ENDED(counter("swen.gitops.remediation.ended", "Remediations that ended")
            .by("runbook")
            .by("state", "resolved", "handed_over", "aborted", "obsolete")),
    REMEDIATION_LOOKS(timer("swen.gitops.remediation.looks", "One look at the remediations that are due"));

    private final Declaration declaration;

    GitopsMetric(Declaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public Declaration declaration() {
        return declaration;
    }
}
