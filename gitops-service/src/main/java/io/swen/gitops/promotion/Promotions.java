package io.swen.gitops.promotion;

import io.swen.gitops.change.ChangeItem;
import io.swen.gitops.change.ChangeOpening;
import io.swen.gitops.change.ChangeOrigin;
import io.swen.gitops.change.ChangeRequest;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.ContainerEdits;
import io.swen.gitops.contract.Author;
import io.swen.gitops.contract.Workload;
import io.swen.gitops.deploy.Deployment;
import io.swen.gitops.deploy.DeploymentState;
import io.swen.gitops.deploy.Deployments;
import io.swen.platform.json.CanonicalJson;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings what runs well in one environment to the workload that stands for it in the next: its image, command, ports and health check.
 * What belongs to the environment stays as it is there: place and size, variables, secrets, checkpoints.
 */
@Service
class Promotions {

    /** Of a change's reason. */
    private static final int LONGEST_TEXT = 1000;

    private final PromotionProperties properties;
    private final ContainerEdits edits;
    private final Deployments deployments;
    private final ChangeOpening opening;
    private final MeasuredCosts costs;
    private final CanonicalJson canonical;
    private final JsonMapper json;
    private final JdbcTemplate jdbc;
    private final Clock clock;

    Promotions(
            PromotionProperties properties,
            ContainerEdits edits,
            Deployments deployments,
            ChangeOpening opening,
            MeasuredCosts costs,
            CanonicalJson canonical,
            JsonMapper json,
            JdbcTemplate jdbc,
            Clock clock) {
        this.properties = properties;
        this.edits = edits;
        this.deployments = deployments;
        this.opening = opening;
        this.costs = costs;
        this.canonical = canonical;
        this.json = json;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A promotion that can be opened: what is to change, and why that is sound. */
    record Prepared(
            String workloadId,
            String fromEnvironment,
            String toEnvironment,
            ContainerEdits.Current target,
            Workload.Container container,
            Evidence evidence) {}

    /**
     * Finds out whether a workload can be promoted, and what speaks for it.
     *
     * @throws ProblemException that says why it cannot
     */
    Prepared prepare(
            String workloadId, @Nullable String from, String to, @Nullable String targetWorkloadId, Actor actor) {
        String source = source(from, to);
        ContainerEdits.Current current = visible(source, workloadId, "workload_id", actor);
        String targetId = targetWorkloadId == null ? targetId(workloadId, source, to) : targetWorkloadId;
        ContainerEdits.Current target = visible(to, targetId, "target_workload_id", actor);
        Workload.Container container = promoted(
                current.desired().workload().container(),
                target.desired().workload().container());
        if (canonical
                .hash(container)
                .equals(canonical.hash(target.desired().workload().container()))) {
            throw ProblemException.of(
                    ErrorCode.CONFLICT, targetId + " in " + to + " runs what " + workloadId + " runs in " + source);
        }
        return new Prepared(workloadId, source, to, target, container, evidence(current));
    }

    /** Opens the change, in the caller's transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    ChangeSnapshot open(Prepared prepared, @Nullable String reason, Actor actor) {
        ChangeItem item = edits.replacing(prepared.target(), prepared.container());
        String evidence = prepared.evidence().text(prepared.workloadId(), prepared.fromEnvironment());
        ChangeSnapshot change = opening.open(
                new ChangeRequest(
                        null,
                        prepared.toEnvironment(),
                        item.requiredWorkload().team(),
                        bounded(reason == null ? evidence : reason.strip() + " " + evidence),
                        List.of(item)),
                ChangeOrigin.PROMOTION,
                prepared.evidence().changeId(),
                null,
                new Author(actor.id(), actor.name()));
        jdbc.update(
                "insert into promotion (change_id, workload_id, from_environment, evidence) values (?, ?, ?, ?::jsonb)",
                change.id(),
                prepared.workloadId(),
                prepared.fromEnvironment(),
                json.writeValueAsString(prepared.evidence()));
        return change;
    }

    private static String bounded(String text) {
        return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT - 1) + "…" : text;
    }

    /** What a promotion was based on. */
    record Kept(String workloadId, String fromEnvironment, Evidence evidence) {}

    Kept kept(UUID changeId) {
        return jdbc
                .query(
                        "select workload_id, from_environment, evidence from promotion where change_id = ?",
                        (row, index) -> new Kept(
                                row.getString(1), row.getString(2), json.readValue(row.getString(3), Evidence.class)),
                        changeId)
                .stream()
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("promotion", changeId));
    }

    private String source(@Nullable String from, String to) {
        int at = properties.order().indexOf(to);
        if (at < 1) {
            throw ProblemException.invalidField(
                    "to_environment",
                    to,
                    "one of "
                            + String.join(
                                    ", ",
                                    properties
                                            .order()
                                            .subList(1, properties.order().size())));
        }
        String before = properties.order().get(at - 1);
        if (from != null && !from.equals(before)) {
            throw ProblemException.invalidField("from_environment", from, before + ", the one before " + to);
        }
        return before;
    }

    /** {@code train-dev} in dev is {@code train-prod} in prod, and {@code train} is {@code train-prod}. */
    private static String targetId(String workloadId, String from, String to) {
        String ending = "-" + from;
        String stem = workloadId.endsWith(ending)
                ? workloadId.substring(0, workloadId.length() - ending.length())
                : workloadId;
        return stem + "-" + to;
    }

    private ContainerEdits.Current visible(String environment, String workloadId, String field, Actor actor) {
        return edits.current(environment, workloadId)
                .filter(current -> actor.sees(current.desired().workload().team(), environment))
                .orElseThrow(() -> ProblemException.of(
                        ErrorCode.UNPROCESSABLE,
                        field + ": there is no workload " + workloadId + " in " + environment
                                + ". A promotion changes what a"
                                + " workload of the next environment runs; submit that workload there once, so that it is"
                                + " placed by a decision of its own"));
    }

    private static Workload.Container promoted(Workload.Container from, Workload.Container to) {
        return new Workload.Container(
                from.image(),
                from.command(),
                to.env(),
                to.secrets(),
                from.ports(),
                to.replicas(),
                from.healthCheck(),
                to.diskGb(),
                to.checkpoint());
    }

    private Evidence evidence(ContainerEdits.Current current) {
        Workload workload = current.desired().workload();
        ChangeSnapshot change = current.change();
        Deployment deployment = deployments.ofChange(change.id()).stream()
                .filter(one -> one.workloadId().equals(workload.id()))
                .filter(one -> one.state() == DeploymentState.RUNNING || one.state() == DeploymentState.COMPLETED)
                .findFirst()
                .orElseThrow(() -> ProblemException.of(
                        ErrorCode.CONFLICT,
                        workload.id() + " does not run in " + workload.environment()
                                + " and has not completed there, so nothing speaks for it"));
        Instant now = clock.instant();
        Instant since = deployment.updatedAt();
        Duration healthy = Duration.between(since, now);
        if (deployment.state() == DeploymentState.RUNNING && healthy.compareTo(properties.healthyFor()) < 0) {
            throw ProblemException.of(
                    ErrorCode.CONFLICT,
                    workload.id() + " has run in " + workload.environment() + " for " + healthy + "; "
                            + properties.healthyFor() + " are needed before it is promoted");
        }
        MeasuredCosts.Measured measured = costs.of(workload.id(), deployment.createdAt(), now);
        return new Evidence(
                change.id(),
                change.requiredCommit(),
                workload.container().image(),
                deployment.state().name().toLowerCase(Locale.ROOT),
                since,
                healthy,
                change.approvalLevel(),
                change.verdicts().stream()
                        .map(ChangeSnapshot.StoredVerdict::actorId)
                        .toList(),
                deployment.hourlyCost(),
                measured.cost(),
                measured.note());
    }
}
