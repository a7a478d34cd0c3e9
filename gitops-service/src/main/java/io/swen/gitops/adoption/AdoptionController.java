package io.swen.gitops.adoption;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swen.gitops.change.ChangeQueries;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.ChangeView;
import io.swen.gitops.contract.Provider;
import io.swen.gitops.contract.Workload;
import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.problem.FieldProblem;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** The call by which people bring what runs already under management. */
@RestController
class AdoptionController {

    /**
     * What is to be adopted.
     *
     * @param workload what it is from now on; its replicas are the instances
     * @param instanceIds the instances, or
     * @param tag what they are tagged with
     */
    @Schema(name = "NewAdoption")
    record NewAdoption(
            @Nullable Workload workload,
            @Nullable Provider provider,
            @Nullable String region,
            @Nullable List<String> instanceIds,
            @Nullable Tag tag,
            @Nullable String reason) {

        /** A tag and its value. */
        @Schema(name = "AdoptionTag")
        record Tag(@Nullable String key, @Nullable String value) {}
    }

    private static final int MOST_IDS = 100;
    private static final int LONGEST_REASON = 1000;

    private final Adoptions adoptions;
    private final ChangeQueries queries;
    private final Idempotency idempotency;

    AdoptionController(Adoptions adoptions, ChangeQueries queries, Idempotency idempotency) {
        this.adoptions = adoptions;
        this.queries = queries;
        this.idempotency = idempotency;
    }

    @PostMapping("/api/v1/adoptions")
    @Operation(summary = "Bring running instances under management, as a change that creates and restarts nothing")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = ChangeView.class)))
    ResponseEntity<?> adopt(
            @RequestBody NewAdoption asked,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return idempotency.once(key, "POST /api/v1/adoptions", asked, () -> {
            Actor actor = Actor.current();
            List<FieldProblem> problems = new ArrayList<>();
            Workload workload = workload(asked.workload(), problems);
            Adoptions.Selection selection = selection(asked, problems);
            if (asked.reason() != null && asked.reason().length() > LONGEST_REASON) {
                problems.add(new FieldProblem("reason", asked.reason(), "at most " + LONGEST_REASON + " characters"));
            }
            if (!problems.isEmpty() || workload == null || selection == null) {
                throw ProblemException.invalidFields(problems);
            }
            if (!actor.sees(workload.team(), workload.environment())) {
                throw ProblemException.notFound("team", workload.team());
            }
            ChangeSnapshot change = adoptions.open(workload, adoptions.select(selection), asked.reason(), actor);
            return ResponseEntity.accepted()
                    .header(
                            HttpHeaders.LOCATION,
                            URI.create("/api/v1/changes/" + change.id()).toString())
                    .body(queries.get(change.id(), actor));
        });
    }

    /** The rest is checked where all changes are; parts of a record from JSON may be absent whatever their types say. */
    private static @Nullable Workload workload(@Nullable Workload given, List<FieldProblem> problems) {
        if (given == null
                || (Object) given.id() == null
                || (Object) given.team() == null
                || (Object) given.environment() == null
                || (Object) given.container() == null) {
            problems.add(new FieldProblem("workload", null, "given, with id, team, environment, kind and container"));
            return null;
        }
        if (given.container().replicas() != null) {
            problems.add(new FieldProblem(
                    "workload.container.replicas",
                    String.valueOf(given.container().replicas()),
                    "left out: there are as many as instances"));
        }
        return given.desired();
    }

    private static Adoptions.@Nullable Selection selection(NewAdoption asked, List<FieldProblem> problems) {
        Provider provider = asked.provider();
        String region = asked.region();
        if (provider == null) {
            problems.add(new FieldProblem("provider", null, "one of aws, alibaba"));
        } else if (region == null || !region.startsWith(provider.id() + ":")) {
            problems.add(new FieldProblem("region", region, "a region such as " + provider.id() + ":us-east-1"));
        }
        List<String> ids = asked.instanceIds();
        NewAdoption.Tag tag = asked.tag();
        if ((ids == null) == (tag == null)) {
            problems.add(new FieldProblem("instance_ids", null, "given, or tag is, and not both"));
        }
        if (ids != null && (ids.isEmpty() || ids.size() > MOST_IDS)) {
            problems.add(new FieldProblem("instance_ids", ids.size() + " ids", "1 to " + MOST_IDS + " ids"));
        }
        if (tag != null && (tag.key() == null || tag.key().isBlank() || tag.value() == null)) {
            problems.add(new FieldProblem("tag", null, "given with key and value"));
        }
        return provider == null || region == null
                ? null
                : new Adoptions.Selection(
                        provider,
                        region,
                        ids == null ? null : new TreeSet<>(ids),
                        tag == null || tag.key() == null || tag.value() == null
                                ? null
                                : new Adoptions.Tag(tag.key(), tag.value()));
    }
}
