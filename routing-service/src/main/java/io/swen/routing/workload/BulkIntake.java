package io.swen.routing.workload;

import io.swen.platform.audit.AuditContext;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.event.EventLog;
import io.swen.platform.id.Uuids;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.FieldProblem;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.candidate.OfferIndexes;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes in workloads that are decided together: all of them or none, and nobody decides one of them alone meanwhile. */
@Service
public class BulkIntake {

    /** How many workloads a batch may have. */
    public static final int MOST = 1_000;

    private static final int MOST_PROBLEMS = 100;

    /** Domain and wall time that no clock shows; who waits for it is decided by the batch, or after an edit. */
    static final Instant NOT_ALONE = Instant.parse("9999-01-01T00:00:00Z");

    private final IntakeStore store;
    private final WorkloadService service;
    private final WorkloadReader reader;
    private final OfferIndexes indexes;
    private final EventLog events;
    private final AuditLog audit;
    private final JdbcTemplate jdbc;
    private final Clock clock;

    BulkIntake(
            IntakeStore store,
            WorkloadService service,
            WorkloadReader reader,
            OfferIndexes indexes,
            EventLog events,
            AuditLog audit,
            JdbcTemplate jdbc,
            Clock clock) {
        this.store = store;
        this.service = service;
        this.reader = reader;
        this.indexes = indexes;
        this.events = events;
        this.audit = audit;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Stores the workloads of a batch.
     *
     * @return their ids, in the order of the requests
     * @throws ProblemException naming each wrong field of each workload, such as {@code workloads[3].cpu_cores}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<String> store(@Nullable List<@Nullable WorkloadRequest> requests, UUID batch, Actor actor) {
        List<WorkloadSpec> specs = check(requests == null ? List.of() : requests);
        for (int i = 0; i < specs.size(); i++) {
            WorkloadSpec spec = specs.get(i);
            if (!actor.sees(spec.team(), spec.environment())) {
                throw ProblemException.of(
                        ErrorCode.FORBIDDEN,
                        "workloads[" + i + "]: the caller may not submit for team " + spec.team() + " in environment "
                                + spec.environment());
            }
        }
        AuditContext caller = AuditContext.current();
        // In one order everywhere, so that two batches with the same ids wait for each other instead of dying.
        List<Submission> submissions = specs.stream()
                .map(spec -> service.submission(spec, actor, caller))
                .sorted(Comparator.comparing(Submission::id))
                .toList();
        Set<String> stored = stored(submissions);
        if (stored.size() < submissions.size()) {
            throw ProblemException.of(
                    ErrorCode.ALREADY_EXISTS,
                    "there are workloads of these ids already: "
                            + IntStream.range(0, specs.size())
                                    .filter(i -> !stored.contains(specs.get(i).id()))
                                    .limit(10)
                                    .mapToObj(i -> "workloads[" + i + "].id "
                                            + specs.get(i).id())
                                    .collect(Collectors.joining(", ")));
        }
        jdbc.update(
                "update workload set decide_after = ?, batch_id = ? where id = any (?)",
                Timestamp.from(NOT_ALONE),
                batch,
                stored.toArray(String[]::new));
        events.wakeReaders();
        return specs.stream().map(WorkloadSpec::id).toList();
    }

    private Set<String> stored(List<Submission> submissions) {
        try {
            return store.store(submissions);
        } catch (DataAccessException e) {
            throw audit.explain(e);
        }
    }

    /** Those workloads of a batch that the caller may see, by id. */
    @Transactional(propagation = Propagation.SUPPORTS)
    public List<Workload> ofBatch(UUID batch, Actor actor) {
        return reader.ofBatch(batch, actor);
    }

    private List<WorkloadSpec> check(List<@Nullable WorkloadRequest> requests) {
        if (requests.isEmpty() || requests.size() > MOST) {
            throw ProblemException.invalidField("workloads", requests.size() + " entries", "1 to " + MOST + " entries");
        }
        OfferIndex index = indexes.newest();
        Predicate<String> known = index == null ? region -> true : index::knowsRegion;
        Instant now = clock.instant();
        List<FieldProblem> problems = new ArrayList<>();
        List<WorkloadSpec> specs = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < requests.size() && problems.size() < MOST_PROBLEMS; i++) {
            String prefix = "workloads[" + i + "].";
            WorkloadRequest request = requests.get(i);
            if (request == null) {
                problems.add(new FieldProblem("workloads[" + i + "]", null, "an object"));
                continue;
            }
            WorkloadSpec spec = WorkloadValidator.check(
                    request, now, known, WorkloadService.generatedId(Uuids.next()), prefix, problems);
            Integer twin = seen.putIfAbsent(spec.id(), i);
            if (twin != null && !spec.id().isEmpty()) {
                problems.add(new FieldProblem(
                        prefix + "id", spec.id(), "an id of its own; workloads[" + twin + "] has the same"));
            }
            specs.add(spec);
        }
        if (!problems.isEmpty()) {
            throw ProblemException.invalidFields(problems);
        }
        return specs;
    }
}
