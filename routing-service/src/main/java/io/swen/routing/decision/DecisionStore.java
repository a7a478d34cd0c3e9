package io.swen.routing.decision;

import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.routing.placement.PlacementRequest;
import io.swen.routing.workload.WorkloadSpec;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Stores decisions with what they were made from, and what became of places. */
@Repository
class DecisionStore {

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    DecisionStore(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void add(PlacementDecision decision, DecisionInputs inputs) {
        var offer = decision.offer();
        var hourly = decision.hourlyCost();
        jdbc.update(
                "insert into placement_decision (id, workload_id, workload_version, team, environment, decided_at, epoch,"
                        + " outcome, offer_id, provider, hourly_cost, confidence, document, inputs)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb)",
                decision.id(),
                decision.workloadId(),
                decision.workloadVersion(),
                inputs.workload().team(),
                inputs.workload().environment(),
                Timestamp.from(decision.decidedAt()),
                decision.epoch(),
                decision.isPlaced() ? "placed" : "unplaceable",
                offer == null ? null : offer.offerId(),
                offer == null ? null : offer.provider(),
                hourly == null ? null : hourly.amount(),
                decision.confidence(),
                json.writeValueAsString(decision),
                json.writeValueAsString(inputs));
    }

    /** A decision for this service's own use. */
    Optional<PlacementDecision> find(UUID id) {
        return jdbc
                .query("select document from placement_decision where id = ?", (row, i) -> read(row.getString(1)), id)
                .stream()
                .findFirst();
    }

    /** A decision as it is stored, to be passed on. */
    Optional<String> document(UUID id) {
        return jdbc
                .query("select document from placement_decision where id = ?", (row, i) -> row.getString(1), id)
                .stream()
                .findFirst();
    }

    /** A decision, if the caller may see it. */
    Optional<PlacementDecision> find(UUID id, Actor actor) {
        return page(null, id, null, 1, actor).stream().findFirst();
    }

    /** Those of these decisions that the caller may see, the newest first. */
    List<PlacementDecision> find(Set<UUID> ids, Actor actor) {
        String[] teams = actor.teamParameter();
        String[] environments = actor.environmentParameter();
        return jdbc.query(
                "select document from placement_decision where id = any (?)"
                        + " and (?::text[] is null or team = any (?)) and (?::text[] is null or environment = any (?))"
                        + " order by id desc",
                (row, i) -> read(row.getString(1)),
                ids.toArray(UUID[]::new),
                teams,
                teams,
                environments,
                environments);
    }

    /** What a decision was made from. */
    Optional<DecisionInputs> inputs(UUID id) {
        return stored(id).map(stored -> json.treeToValue(stored.inputs(), DecisionInputs.class));
    }

    /**
     * A decision and what it was made from, as they are stored.
     *
     * @param document the decision
     */
    record Stored(UUID id, JsonNode document, JsonNode inputs) {}

    Optional<Stored> stored(UUID id) {
        return jdbc
                .query(
                        "select id, document, inputs from placement_decision where id = ?",
                        (row, i) -> new Stored(
                                row.getObject(1, UUID.class),
                                json.readTree(row.getString(2)),
                                json.readTree(row.getString(3))),
                        id)
                .stream()
                .findFirst();
    }

    /** The ids of the newest decisions. */
    List<UUID> newest(int most) {
        return jdbc.query(
                "select id from placement_decision order by id desc limit ?",
                (row, i) -> row.getObject(1, UUID.class),
                most);
    }

    /** The newest first. */
    Page<PlacementDecision> list(@Nullable String workloadId, @Nullable String cursor, int limit, Actor actor) {
        List<String> after = Cursors.decode(cursor, 1);
        return Page.of(
                page(workloadId, null, before(after), limit + 1, actor), limit, last -> Cursors.encode(last.id()));
    }

    /** The offers on which a workload lost its place. */
    List<String> lostOffers(String workloadId) {
        return jdbc.query(
                "select offer_id from workload_loss where workload_id = ? order by offer_id",
                (row, i) -> row.getString(1),
                workloadId);
    }

    /** Where the workloads are that the affinities of one name: of its team and environment, those that have a place. */
    Map<String, PlacementRequest.Neighbour> places(WorkloadSpec of) {
        String[] named = Stream.concat(of.affinity().stream(), of.antiAffinity().stream())
                .map(WorkloadSpec.Affinity::workloadId)
                .distinct()
                .toArray(String[]::new);
        Map<String, PlacementRequest.Neighbour> places = new TreeMap<>();
        if (named.length == 0) {
            return places;
        }
        jdbc.query(
                "select w.id, d.document -> 'offer' ->> 'provider', d.document -> 'offer' ->> 'region',"
                        + " array(select jsonb_array_elements_text(case jsonb_array_length(coalesce(d.document -> 'zones',"
                        + " '[]'::jsonb)) when 0 then jsonb_build_array(d.document -> 'offer' ->> 'zone')"
                        + " else d.document -> 'zones' end))"
                        + " from workload w join placement_decision d on d.id = w.decision_id"
                        + " where w.id = any (?) and w.team = ? and w.environment = ? and d.outcome = 'placed'"
                        + " and w.state in ('decided', 'awaiting_approval', 'deploying', 'running', 'moving')",
                row -> {
                    String[] zones = (String[]) row.getArray(4).getArray();
                    places.put(
                            row.getString(1),
                            new PlacementRequest.Neighbour(row.getString(2), row.getString(3), List.of(zones)));
                },
                named,
                of.team(),
                of.environment());
        return places;
    }

    void addLoss(String workloadId, String offerId, Instant at, @Nullable String reason) {
        jdbc.update(
                "insert into workload_loss (workload_id, offer_id, at, reason) values (?, ?, ?, ?)"
                        + " on conflict (workload_id, offer_id) do update set at = excluded.at, reason = excluded.reason",
                workloadId,
                offerId,
                Timestamp.from(at),
                reason);
    }

    void forgetLosses(String workloadId) {
        jdbc.update("delete from workload_loss where workload_id = ?", workloadId);
    }

    private List<PlacementDecision> page(
            @Nullable String workloadId, @Nullable UUID id, @Nullable UUID before, int limit, Actor actor) {
        String[] teams = actor.teamParameter();
        String[] environments = actor.environmentParameter();
        return jdbc.query(
                "select document from placement_decision where (?::text is null or workload_id = ?)"
                        + " and (?::uuid is null or id = ?::uuid) and (?::uuid is null or id < ?::uuid)"
                        + " and (?::text[] is null or team = any (?)) and (?::text[] is null or environment = any (?))"
                        + " order by id desc limit ?",
                (row, i) -> read(row.getString(1)),
                workloadId,
                workloadId,
                id,
                id,
                before,
                before,
                teams,
                teams,
                environments,
                environments,
                limit);
    }

    private PlacementDecision read(String document) {
        return json.readValue(document, PlacementDecision.class);
    }

    private static @Nullable UUID before(@Nullable List<String> cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            return UUID.fromString(cursor.getFirst());
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(ErrorCode.INVALID_CURSOR, "cursor must be the \"next\" of an earlier page", e);
        }
    }
}
