package io.swen.gitops.pipeline;

import io.swen.gitops.approval.ApprovalTable;
import io.swen.gitops.approval.PolicyDemands;
import io.swen.gitops.change.ApprovalLevel;
import io.swen.gitops.change.ChangeKind;
import io.swen.gitops.change.ChangeOrigin;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.Changes;
import io.swen.gitops.change.StageName;
import io.swen.gitops.contract.Boundary;
import io.swen.gitops.contract.Plan;
import io.swen.gitops.control.Automation;
import io.swen.gitops.repository.Commit;
import io.swen.gitops.repository.CommitRequest;
import io.swen.gitops.repository.EnvironmentRepository;
import io.swen.gitops.repository.FileEdit;
import io.swen.gitops.repository.RebaseOutcome;
import io.swen.gitops.secret.SecretPatterns;
import io.swen.gitops.terraform.PlanRule;
import io.swen.gitops.terraform.StatefulTypes;
import io.swen.gitops.terraform.Terraform;
import io.swen.platform.text.Plural;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The seven stages of a change to an environment's Terraform code. */
@Configuration(proxyBeanMethods = false)
class TerraformStages {

    private final Terraform terraform;
    private final EnvironmentRepository repository;
    private final Changes changes;
    private final Merging merging;
    private final PolicyCheck policies;
    private final PipelineProperties properties;
    private final Boundary boundary;
    private final Automation automation;
    private final Clock clock;

    TerraformStages(
            Terraform terraform,
            EnvironmentRepository repository,
            Changes changes,
            Merging merging,
            PolicyCheck policies,
            PipelineProperties properties,
            Boundary boundary,
            Automation automation,
            Clock clock) {
        this.terraform = terraform;
        this.repository = repository;
        this.changes = changes;
        this.merging = merging;
        this.policies = policies;
        this.properties = properties;
        this.boundary = boundary;
        this.automation = automation;
        this.clock = clock;
    }

    @Bean
    StageHandler terraformValidate() {
        return stage(StageName.VALIDATE, this::validate);
    }

    @Bean
    StageHandler terraformSecurityScan() {
        return stage(StageName.SECURITY_SCAN, this::scan);
    }

    @Bean
    StageHandler terraformOptimise() {
        return stage(
                StageName.OPTIMISE,
                run -> new StageResult.Skipped("foundations are not placed, so nothing is optimised"));
    }

    @Bean
    StageHandler terraformPlan() {
        return stage(StageName.PLAN, this::plan);
    }

    @Bean
    StageHandler terraformApproval() {
        return stage(StageName.APPROVAL, this::approval);
    }

    @Bean
    StageHandler terraformApply() {
        return stage(StageName.APPLY, this::apply);
    }

    @Bean
    StageHandler terraformMonitor() {
        return stage(StageName.MONITOR, this::monitor);
    }

    /** Only reads what was written: a program is run by Terraform after the scan, never before. */
    private StageResult validate(StageRun run) {
        ChangeSnapshot change = run.change();
        if (change.commitId() == null) {
            Commit commit = repository.commit(commit(change));
            boundary.crossed("committed");
            changes.committed(run.lease(), commit.id(), commit.subject());
            run.info("committed " + commit.id() + " on " + EnvironmentRepository.branch(change.id()));
            change = changes.get(change.id());
        }
        List<String> problems = terraform.violations(subject(change));
        problems.forEach(run::error);
        return problems.isEmpty()
                ? new StageResult.Done(
                        change.files().isEmpty()
                                ? "the code on main is in order"
                                : Plural.of(change.files().size(), "file") + " in order")
                : new StageResult.Failed("invalid-terraform", String.join("; ", problems));
    }

    private StageResult scan(StageRun run) {
        ChangeSnapshot change = run.change();
        List<String> refused = new ArrayList<>();
        for (FileEdit file : change.files()) {
            if (file.content() != null) {
                SecretPatterns.inText(file.content()).forEach(kind -> refused.add(file.path() + " contains " + kind));
            }
        }
        if (!refused.isEmpty()) {
            refused.forEach(run::error);
            repository.deleteBranch(change.id());
            return new StageResult.Failed("secret-found", String.join("; ", refused));
        }
        List<String> problems = terraform.validate(subject(change), run::info);
        problems.forEach(run::error);
        return problems.isEmpty()
                ? new StageResult.Done("no secrets; terraform finds it formatted and valid")
                : new StageResult.Failed("invalid-terraform", String.join("; ", problems));
    }

    private StageResult plan(StageRun run) {
        ChangeSnapshot change = run.change();
        if (!repository
                .movedOnMain(change.requiredCommit(), Terraform.folders(subject(change)))
                .isEmpty()) {
            switch (repository.rebase(change.id(), change.requiredCommit())) {
                case RebaseOutcome.Unneeded() -> {}
                case RebaseOutcome.Rebased(Commit commit) -> {
                    boundary.crossed("rebased");
                    change = run.goOnWith(commit);
                    List<String> problems = terraform.violations(subject(change));
                    if (!problems.isEmpty()) {
                        return new StageResult.Failed("invalid-terraform", String.join("; ", problems));
                    }
                }
                case RebaseOutcome.Conflict(List<String> paths) -> {
                    return new StageResult.Failed(
                            "merge-conflict",
                            "main and this change both changed " + String.join(", ", paths)
                                    + "; rebase it on main and propose it again");
                }
            }
        }
        Terraform.Subject subject = subject(change);
        Terraform.Planned planned = terraform.plan(subject, run::info);
        List<String> denied = new ArrayList<>();
        for (Terraform.Finding finding : planned.findings()) {
            if (finding.severity() == PlanRule.Severity.DENY) {
                run.error(finding.text());
                denied.add(finding.text());
            } else {
                run.warning(finding.text());
            }
        }
        planned.actions()
                .forEach(action -> run.info(action.op().name().toLowerCase(Locale.ROOT) + " " + action.name()));
        Plan plan = Plan.of(planned.hash(), planned.actions(), null, null);
        StageResult judged = policies.planned(run, change, plan, plan.counted());
        return denied.isEmpty() ? judged : new StageResult.Failed("plan-denied", String.join("; ", denied));
    }

    private StageResult approval(StageRun run) {
        ChangeSnapshot change = run.change();
        List<Plan.Action> actions = change.requiredPlan().actions();
        ApprovalLevel level;
        String reason;
        List<String> lost = actions.stream()
                .filter(action -> action.op() == Plan.Op.DESTROY || action.op() == Plan.Op.REPLACE)
                .filter(action -> StatefulTypes.contains(action.resource()))
                .map(Plan.Action::name)
                .toList();
        if (!lost.isEmpty()) {
            level = ApprovalLevel.TWO_APPROVERS;
            reason = "destroyed with its data: " + String.join(", ", lost);
        } else if (actions.isEmpty()) {
            level = ApprovalLevel.AUTOMATIC;
            reason = "the plan changes nothing";
        } else {
            level = ApprovalLevel.ONE_APPROVER;
            reason = "foundations are changed, and what they cost is not known";
        }
        ApprovalTable.Requirement requirement = PolicyDemands.raise(
                new ApprovalTable.Requirement(level, List.of(reason)),
                change.requiredPlan().requirements());
        String heldBack = automation.heldBack(change.environment());
        boolean waits = requirement.level() != ApprovalLevel.AUTOMATIC || heldBack != null;
        changes.judged(
                run.lease(),
                requirement.level(),
                requirement.reasons(),
                waits ? clock.instant().plus(properties.approvalExpiry()) : null);
        String summary = requirement.level().name().toLowerCase(Locale.ROOT) + ": "
                + String.join("; ", requirement.reasons()) + (heldBack == null ? "" : "; " + heldBack);
        return waits ? new StageResult.Held(summary) : new StageResult.Done(summary);
    }

    private StageResult apply(StageRun run) {
        ChangeSnapshot change = run.change();
        Plan plan = change.requiredPlan();
        if (!change.isAgreedOn(plan.hash())) {
            return new StageResult.Failed("plan-mismatch", "the plan is not the one that was approved");
        }
        return switch (terraform.apply(subject(change), plan, run::info, run::stopped)) {
            case Terraform.Applied.Done(String summary) -> new StageResult.Done(summary);
            case Terraform.Applied.Waits(String summary) -> new StageResult.Again(properties.monitorPoll(), summary);
            case Terraform.Applied.Refused(String code, String detail) -> new StageResult.Failed(code, detail);
        };
    }

    private StageResult monitor(StageRun run) {
        ChangeSnapshot change = run.change();
        int left = terraform.differences(subject(change), run::info);
        if (left > 0) {
            run.warning("a second plan still finds " + Plural.of(left, "difference"));
        }
        return merging.finish(
                change,
                left == 0
                        ? "a second plan finds nothing to do"
                        : Plural.of(left, "difference") + " left after the apply");
    }

    static CommitRequest commit(ChangeSnapshot change) {
        Map<String, List<String>> trailers = new LinkedHashMap<>();
        trailers.put("Change-Id", List.of(change.id().toString()));
        if (change.cause() != null) {
            trailers.put("Cause-Id", List.of(change.cause().toString()));
        }
        if (change.retries() != null) {
            trailers.put("Retries-Id", List.of(change.retries().toString()));
        }
        // What was pushed has a subject of its own.
        String kind = change.origin() == ChangeOrigin.PUSH
                ? ""
                : (change.origin() == ChangeOrigin.DRIFT ? "fix(" : "feat(") + change.environment() + "): ";
        return new CommitRequest(
                change.id(),
                kind + change.title(),
                change.reason() == null ? "" : DesiredStates.oneParagraph(change.reason()),
                trailers,
                change.author(),
                change.createdAt(),
                change.files());
    }

    private StageHandler stage(StageName name, Function<StageRun, StageResult> work) {
        return new KindStage(ChangeKind.TERRAFORM, name, terraform.longest(), work);
    }

    private static Terraform.Subject subject(ChangeSnapshot change) {
        return new Terraform.Subject(change.id(), change.environment(), change.requiredCommit());
    }
}
