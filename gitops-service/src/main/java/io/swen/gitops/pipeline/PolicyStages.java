package io.swen.gitops.pipeline;

import io.swen.gitops.change.ApprovalLevel;
import io.swen.gitops.change.ChangeKind;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.Changes;
import io.swen.gitops.change.StageName;
import io.swen.gitops.contract.Boundary;
import io.swen.gitops.contract.Plan;
import io.swen.gitops.policy.Policies;
import io.swen.gitops.repository.Commit;
import io.swen.gitops.repository.EnvironmentRepository;
import io.swen.gitops.repository.FileChange;
import io.swen.gitops.repository.RebaseOutcome;
import io.swen.gitops.secret.SecretPatterns;
import io.swen.platform.json.CanonicalJson;
import io.swen.platform.json.ContentHash;
import io.swen.platform.text.Plural;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The seven stages of a change to policies. No cloud is touched, so no mode holds it back; somebody else always has to agree; and no
 * policy judges it, because one that denies everything could never be taken away again.
 */
@Configuration(proxyBeanMethods = false)
class PolicyStages {

    private record Hashed(UUID changeId, String commit, List<Plan.Action> actions) {}

    private final Policies policies;
    private final EnvironmentRepository repository;
    private final Changes changes;
    private final Merging merging;
    private final PipelineProperties properties;
    private final CanonicalJson canonical;
    private final Boundary boundary;
    private final Clock clock;

    PolicyStages(
            Policies policies,
            EnvironmentRepository repository,
            Changes changes,
            Merging merging,
            PipelineProperties properties,
            CanonicalJson canonical,
            Boundary boundary,
            Clock clock) {
        this.policies = policies;
        this.repository = repository;
        this.changes = changes;
        this.merging = merging;
        this.properties = properties;
        this.canonical = canonical;
        this.boundary = boundary;
        this.clock = clock;
    }

    @Bean
    StageHandler policyValidate() {
        return stage(StageName.VALIDATE, this::validate);
    }

    @Bean
    StageHandler policySecurityScan() {
        return stage(StageName.SECURITY_SCAN, this::scan);
    }

    @Bean
    StageHandler policyOptimise() {
        return stage(StageName.OPTIMISE, run -> new StageResult.Skipped("a policy is not placed"));
    }

    @Bean
    StageHandler policyPlan() {
        return stage(StageName.PLAN, this::plan);
    }

    @Bean
    StageHandler policyApproval() {
        return stage(StageName.APPROVAL, this::approval);
    }

    @Bean
    StageHandler policyApply() {
        return stage(StageName.APPLY, this::apply);
    }

    @Bean
    StageHandler policyMonitor() {
        return stage(
                StageName.MONITOR,
                run -> merging.finish(run.change(), "the policies count for every plan from now on"));
    }

    private StageResult validate(StageRun run) {
        ChangeSnapshot change = run.change();
        if (change.commitId() == null) {
            // Another try of a push is of the same files, on what main is by now.
            Commit commit = repository.commit(TerraformStages.commit(change));
            boundary.crossed("committed");
            changes.committed(run.lease(), commit.id(), commit.subject());
            change = changes.get(change.id());
        }
        List<String> problems = policies.problems(change.requiredCommit());
        problems.forEach(run::error);
        return problems.isEmpty()
                ? new StageResult.Done("all policies are in order and their tests pass")
                : invalid(problems);
    }

    private StageResult scan(StageRun run) {
        List<String> refused = new ArrayList<>();
        for (FileChange file : repository.changes(run.change().requiredCommit())) {
            if (file.after() != null) {
                SecretPatterns.inText(file.after()).forEach(kind -> refused.add(file.path() + " contains " + kind));
            }
        }
        if (refused.isEmpty()) {
            return new StageResult.Done("no secrets");
        }
        refused.forEach(run::error);
        repository.deleteBranch(run.change().id());
        return new StageResult.Failed("secret-found", String.join("; ", refused));
    }

    private StageResult plan(StageRun run) {
        ChangeSnapshot change = run.change();
        if (hasMoved(change)) {
            switch (repository.rebase(change.id(), change.requiredCommit())) {
                case RebaseOutcome.Unneeded() -> {}
                case RebaseOutcome.Rebased(Commit commit) -> {
                    boundary.crossed("rebased");
                    change = run.goOnWith(commit);
                    List<String> problems = policies.problems(change.requiredCommit());
                    if (!problems.isEmpty()) {
                        problems.forEach(run::error);
                        return invalid(problems);
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
        List<Plan.Action> actions = repository.changes(change.requiredCommit()).stream()
                .map(PolicyStages::action)
                .toList();
        changes.planned(run.lease(), Plan.of(hash(change, actions), actions, null, null));
        actions.forEach(action -> run.info(action.op().name().toLowerCase(Locale.ROOT) + " " + action.name()));
        return new StageResult.Done(Plural.of(actions.size(), "policy file"));
    }

    private StageResult approval(StageRun run) {
        String reason = "policies decide over changes of everybody";
        changes.judged(
                run.lease(),
                ApprovalLevel.ONE_APPROVER,
                List.of(reason),
                clock.instant().plus(properties.approvalExpiry()));
        return new StageResult.Held("one_approver: " + reason);
    }

    private StageResult apply(StageRun run) {
        ChangeSnapshot change = run.change();
        Plan plan = change.requiredPlan();
        if (!plan.hash().equals(hash(change, plan.actions())) || !change.isAgreedOn(plan.hash())) {
            return new StageResult.Failed("plan-mismatch", "the plan is not the one that was approved");
        }
        return hasMoved(change)
                ? new StageResult.Failed("plan-stale", "other policies were merged since the plan was made")
                : new StageResult.Done("nothing in a cloud has to be done");
    }

    private boolean hasMoved(ChangeSnapshot change) {
        return !repository
                .movedOnMain(change.requiredCommit(), List.of(EnvironmentRepository.POLICIES))
                .isEmpty();
    }

    private String hash(ChangeSnapshot change, List<Plan.Action> actions) {
        return canonical.hash(new Hashed(change.id(), change.requiredCommit(), actions));
    }

    private static Plan.Action action(FileChange file) {
        Plan.Op op = file.before() == null ? Plan.Op.CREATE : file.after() == null ? Plan.Op.DESTROY : Plan.Op.UPDATE;
        return new Plan.Action(op, "policy", file.path(), content(file.before()), content(file.after()));
    }

    private static @Nullable Map<String, Object> content(@Nullable String text) {
        return text == null ? null : Map.of("content_hash", ContentHash.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static StageResult invalid(List<String> problems) {
        return new StageResult.Failed("invalid-policy", String.join("; ", problems));
    }

    private static StageHandler stage(StageName name, Function<StageRun, StageResult> work) {
        return new KindStage(ChangeKind.POLICY, name, null, work);
    }
}
