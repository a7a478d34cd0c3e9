package io.swen.gitops.deploy;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The calls about deployments. */
@RestController
class DeploymentController {

    private static final int MOST_KIB = 256;
    private static final int USUAL_KIB = 64;

    private final Deployments deployments;
    private final WorkloadReports reports;

    DeploymentController(Deployments deployments, WorkloadReports reports) {
        this.deployments = deployments;
        this.reports = reports;
    }

    /** What the instances of a deployment told. */
    @Schema(name = "DeploymentReports")
    record Reports(UUID deploymentId, List<WorkloadReports.Status> replicas) {}

    /** The ends of the logs of a deployment's replicas. */
    @Schema(name = "DeploymentLogs")
    record Logs(UUID deploymentId, List<WorkloadReports.Log> replicas) {}

    @Operation(
            summary = "What the instances of a deployment told: heartbeat, progress, checkpoint, notice and exit code")
    @GetMapping("/api/v1/deployments/{id}/reports")
    Reports reports(@PathVariable("id") UUID id) {
        return new Reports(id, reports.statuses(visible(id).id()));
    }

    @Operation(summary = "The last KiB of the logs of a deployment's replicas")
    @GetMapping("/api/v1/deployments/{id}/logs")
    Logs logs(
            @PathVariable("id") UUID id,
            @RequestParam(name = "replica", required = false) @Nullable Integer replica,
            @RequestParam(name = "kib", required = false) @Nullable Integer kib) {
        Deployment deployment = visible(id);
        int most = kib == null ? USUAL_KIB : kib;
        if (most < 1 || most > MOST_KIB) {
            throw ProblemException.invalidField("kib", most, "1 to " + MOST_KIB);
        }
        if (replica != null && (replica < 0 || replica >= deployment.replicas())) {
            throw ProblemException.invalidField("replica", replica, "0 to " + (deployment.replicas() - 1));
        }
        // Together they are no larger than one may be.
        int each = replica == null ? Math.max(1, most / deployment.replicas()) : most;
        return new Logs(
                id,
                IntStream.range(0, deployment.replicas())
                        .filter(one -> replica == null || one == replica)
                        .mapToObj(one -> reports.log(id, one, each * 1024))
                        .toList());
    }

    private Deployment visible(UUID id) {
        Deployment deployment = deployments.get(id);
        if (!Actor.current().sees(deployment.team(), deployment.environment())) {
            throw ProblemException.notFound("deployment", id);
        }
        return deployment;
    }

    @GetMapping("/api/v1/deployments")
    Page<Deployment> list(
            @RequestParam(name = "workload_id", required = false) @Nullable String workloadId,
            @RequestParam(name = "state", required = false) @Nullable DeploymentState state,
            @RequestParam(name = "ids", required = false) @Nullable Set<UUID> ids,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
        if (ids != null && (ids.isEmpty() || ids.size() > Cursors.MAX_LIMIT)) {
            throw ProblemException.invalidField("ids", ids.size() + " ids", "1 to " + Cursors.MAX_LIMIT + " ids");
        }
        int most = Cursors.limit(limit);
        List<String> place = Cursors.decode(cursor, 1);
        List<UUID> found = deployments.list(
                workloadId,
                state,
                ids,
                Actor.current(),
                place == null ? null : UUID.fromString(place.getFirst()),
                most + 1);
        Page<UUID> page = Page.of(found, most, Cursors::encode);
        return new Page<>(deployments.find(page.items()), page.next());
    }

    /** Reads the state of a filter as it stands in JSON. */
    @Component
    static class StateParameter implements Converter<String, DeploymentState> {

        @Override
        public DeploymentState convert(String given) {
            return DeploymentState.valueOf(given.toUpperCase(Locale.ROOT));
        }
    }
}
