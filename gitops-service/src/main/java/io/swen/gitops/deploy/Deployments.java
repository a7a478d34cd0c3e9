package io.swen.gitops.deploy;

import io.swen.gitops.contract.DesiredState;
import io.swen.gitops.contract.Provider;
import io.swen.gitops.contract.PurchaseOption;
import io.swen.gitops.contract.Workload;
import io.swen.gitops.contract.WorkloadKind;
import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import io.swen.platform.id.Uuids;
import io.swen.platform.money.Money;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The deployments as this service knows them; every change of state is told in the same transaction. */
@Repository
public class Deployments {

    private final JdbcTemplate jdbc;
    private final EventLog events;
    private final ApplicationEventPublisher within;
    private final Clock clock;

    Deployments(JdbcTemplate jdbc, EventLog events, ApplicationEventPublisher within, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.within = within;
        this.clock = clock;
    }

    /** What is seen of one replica. */
    public record Sighting(
            int replica,
            @Nullable String instanceId,
            String state,
            @Nullable String reason,
            int missed,
            boolean listed) {

        /** A sighting of something that its target knows from the moment it was asked for it. */
        public Sighting(int replica, @Nullable String instanceId, String state, @Nullable String reason, int missed) {
            this(replica, instanceId, state, reason, missed, false);
        }
    }

    record DeploymentObserved(
            UUID deploymentId,
            UUID changeId,
            String workloadId,
            UUID decisionId,
            DeploymentState state,
            Provider provider,
            String region,
            List<String> instanceIds,
            Instant observedAt,
            @Nullable String reason) {}

    /** A missed count for each replica whose instance the cloud did not list last time. */
    Map<Integer, Integer> missed(UUID deploymentId) {
        Map<Integer, Integer> missed = new HashMap<>();
        jdbc.query(
                "select replica, missed from deployment_instance where deployment_id = ?",
                row -> {
                    missed.put(row.getInt(1), row.getInt(2));
                },
                deploymentId);
        return missed;
    }

    /** Stores what is about to be created, or finds it. */
    @Transactional
    public Deployment begin(DeploymentRequest request, boolean simulated, DeployTarget target) {
        DesiredState desired = request.desired();
        Workload workload = desired.workload();
        DesiredState.Placement placement = desired.placement();
        Timestamp now = Timestamp.from(clock.instant());
        UUID id = Uuids.next();
        int inserted = jdbc.update(
                "insert into deployment (id, change_id, workload_id, decision_id, team, environment, kind, provider, region,"
                        + " zone, instance_type, purchase_option, replicas, stateful, offer_id, hourly_cost, simulated, state,"
                        + " author_id, created_at, updated_at, target)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (change_id, workload_id) do nothing",
                id,
                request.changeId(),
                workload.id(),
                placement.decisionId(),
                request.team(),
                request.environment(),
                workload.kind().name(),
                placement.provider().name(),
                placement.region(),
                placement.zone(),
                placement.instanceType(),
                placement.purchaseOption().name(),
                workload.replicas(),
                Stateful.is(workload),
                placement.offerId(),
                placement.hourlyCost().amount(),
                simulated,
                DeploymentState.PENDING.name(),
                request.author().actorId(),
                now,
                now,
                target.name());
        if (inserted == 1) {
            for (int replica = 0; replica < workload.replicas(); replica++) {
                jdbc.update(
                        "insert into deployment_instance (deployment_id, replica, client_token, state) values (?, ?, ?, ?)",
                        id,
                        replica,
                        ClientTokens.of(request.changeId(), workload.id(), replica),
                        "planned");
            }
            tell(find(List.of(id)).getFirst());
        }
        return ofChange(request.changeId()).stream()
                .filter(deployment -> deployment.workloadId().equals(workload.id()))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Remembers, before the cloud is asked, that it is asked for the instance of a replica.
     *
     * @return when it was asked before, of the database's time; null if never, or if the instance was listed since
     */
    @Transactional
    public @Nullable Instant launching(UUID deploymentId, int replica) {
        Timestamp before = jdbc.queryForObject(
                "select launch_asked_at from deployment_instance where deployment_id = ? and replica = ? for update",
                Timestamp.class,
                deploymentId,
                replica);
        jdbc.update(
                "update deployment_instance set launch_asked_at = clock_timestamp() where deployment_id = ? and replica = ?",
                deploymentId,
                replica);
        return before == null ? null : before.toInstant();
    }

    /** The cloud refused for certain; what an attempt before may have done stays in doubt. */
    @Transactional
    public void notLaunched(UUID deploymentId, int replica, @Nullable Instant askedBefore) {
        jdbc.update(
                "update deployment_instance set launch_asked_at = ? where deployment_id = ? and replica = ?"
                        + " and instance_id is null",
                askedBefore == null ? null : Timestamp.from(askedBefore),
                deploymentId,
                replica);
    }

    /** The cloud lists the instance of a replica: from then on, not listed means not there. */
    @Transactional
    public void listed(UUID deploymentId, int replica) {
        jdbc.update(
                "update deployment_instance set launch_asked_at = null where deployment_id = ? and replica = ?"
                        + " and launch_asked_at is not null",
                deploymentId,
                replica);
    }

    /** The replicas for which the cloud was asked so lately that it need not list them yet. */
    Set<Integer> unsettled(UUID deploymentId, Duration settle) {
        return Set.copyOf(jdbc.query(
                "select replica from deployment_instance where deployment_id = ?"
                        + " and launch_asked_at > clock_timestamp() - make_interval(secs => ?)",
                (row, index) -> row.getInt(1),
                deploymentId,
                settle.toMillis() / 1000.0));
    }

    /** Those that may have an instance which is not written down: the cloud was asked for it, and nobody has seen it listed. */
    Set<UUID> inDoubt(Collection<UUID> deploymentIds) {
        return Set.copyOf(jdbc.query(
                "select distinct deployment_id from deployment_instance where deployment_id = any (?)"
                        + " and (launch_asked_at is not null or instance_id is null)",
                (row, index) -> row.getObject(1, UUID.class),
                (Object) deploymentIds.toArray(UUID[]::new)));
    }

    /** Remembers the instance that was made for a replica. */
    @Transactional
    public void created(UUID deploymentId, int replica, String instanceId) {
        jdbc.update(
                "update deployment_instance set instance_id = ?, state = 'pending' where deployment_id = ? and replica = ?"
                        + " and instance_id is null",
                instanceId,
                deploymentId,
                replica);
    }

    /** By what it is deployed. */
    public DeployTarget targetOf(UUID deploymentId) {
        return jdbc
                .query(
                        "select target from deployment where id = ?",
                        (row, index) -> DeployTarget.valueOf(row.getString(1)),
                        deploymentId)
                .stream()
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("deployment", deploymentId));
    }

    /** From when the first token of its instances counts; wall time. */
    Instant callbackFrom(UUID deploymentId) {
        return Objects.requireNonNull(jdbc.queryForObject(
                        "select callback_from from deployment where id = ?", Timestamp.class, deploymentId))
                .toInstant();
    }

    /** Remembers that this service is taking the instances away. */
    @Transactional
    public void removing(UUID deploymentId) {
        jdbc.update(
                "update deployment set removing = true, removing_at = coalesce(removing_at, now()) where id = ?",
                deploymentId);
    }

    /** Whether this service is taking the instances away. */
    public boolean isRemoving(UUID deploymentId) {
        return Boolean.TRUE.equals(
                jdbc.queryForObject("select removing from deployment where id = ?", Boolean.class, deploymentId));
    }

    /**
     * Stores what was seen. The state only moves if it is still the one that the observer started from.
     *
     * @param state null to leave it as it is
     */
    @Transactional
    public void observed(
            UUID deploymentId,
            DeploymentState from,
            @Nullable DeploymentState state,
            @Nullable String reason,
            List<Sighting> sightings) {
        Timestamp now = Timestamp.from(clock.instant());
        for (Sighting sighting : sightings) {
            jdbc.update(
                    "update deployment_instance set state = ?, reason = ?, missed = ?,"
                            + " launch_asked_at = case when ? then null else launch_asked_at end"
                            + " where deployment_id = ? and replica = ?",
                    sighting.state(),
                    sighting.reason(),
                    sighting.missed(),
                    sighting.listed(),
                    deploymentId,
                    sighting.replica());
        }
        if (state == null || state == from) {
            jdbc.update("update deployment set observed_at = ? where id = ?", now, deploymentId);
            return;
        }
        int moved = jdbc.update(
                "update deployment set state = ?, was_lost = was_lost or ?, reason = ?, updated_at = ?, observed_at = ?"
                        + " where id = ? and state = ?",
                state.name(),
                state == DeploymentState.LOST,
                reason,
                now,
                now,
                deploymentId,
                from.name());
        if (moved == 1) {
            tell(find(List.of(deploymentId)).getFirst());
        }
    }

    /** The cloud has no capacity for it; what of it was made is removed later. */
    @Transactional
    public void refused(Deployment deployment, String reason) {
        observed(deployment.id(), deployment.state(), DeploymentState.LOST, reason, List.of());
        owe(deployment.id());
    }

    /** Remembers that its instances still have to be removed, once its region answers. */
    @Transactional
    public void owe(UUID id) {
        jdbc.update(
                "update deployment set removing = true, removal_owed = true,"
                        + " removing_at = coalesce(removing_at, now()) where id = ?",
                id);
    }

    /** A removal that is owed. */
    public record Owed(UUID id, String region) {}

    /** The removals that have been owed longest. */
    public List<Owed> owed(int limit) {
        return jdbc.query(
                "select id, region from deployment where removal_owed order by id limit ?",
                (row, index) -> new Owed(row.getObject(1, UUID.class), row.getString(2)),
                limit);
    }

    /** An owed removal was made. */
    @Transactional
    public void paid(UUID id) {
        jdbc.update("update deployment set removal_owed = false where id = ?", id);
    }

    /** All of its instances are gone because this service removed them. */
    @Transactional
    public void terminated(UUID deploymentId, String reason) {
        Timestamp now = Timestamp.from(clock.instant());
        int moved = jdbc.update(
                "update deployment set state = 'TERMINATED', reason = ?, updated_at = ?, observed_at = ?"
                        + " where id = ? and state <> 'TERMINATED'",
                reason,
                now,
                now,
                deploymentId);
        if (moved == 1) {
            jdbc.update("update deployment_instance set state = 'terminated' where deployment_id = ?", deploymentId);
            tell(find(List.of(deploymentId)).getFirst());
        }
    }

    public Deployment get(UUID id) {
        return find(List.of(id)).stream().findFirst().orElseThrow(() -> ProblemException.notFound("deployment", id));
    }

    /** What a change created. */
    public List<Deployment> ofChange(UUID changeId) {
        return find(ids("select id from deployment where change_id = ? order by id", changeId));
    }

    /** What of a workload is not removed yet, whether it still runs or not. */
    public List<Deployment> remainingOf(String workloadId) {
        return find(ids(
                "select id from deployment where workload_id = ? and state <> 'TERMINATED' order by id", workloadId));
    }

    /** What of all workloads is not removed yet. */
    public List<Deployment> remaining(int limit) {
        return find(ids("select id from deployment where state <> 'TERMINATED' order by id desc limit ?", limit));
    }

    /** What each instance that is not removed yet was started from when it was first seen. */
    public Map<String, String> firstImages() {
        Map<String, String> images = new HashMap<>();
        jdbc.query(
                "select i.instance_id, i.image from deployment_instance i join deployment d on d.id = i.deployment_id"
                        + " where d.state <> 'TERMINATED' and i.instance_id is not null and i.image is not null",
                row -> {
                    images.put(row.getString(1), row.getString(2));
                });
        return images;
    }

    /** Remembers what instances were started from, where that is not known yet. */
    @Transactional
    public void rememberImages(List<CloudInstance> seen) {
        List<CloudInstance> told = seen.stream()
                .filter(instance -> instance.facts().image() != null)
                .toList();
        jdbc.update(
                "update deployment_instance i set image = s.image from unnest(?::text[], ?::text[]) as s (id, image)"
                        + " where i.instance_id = s.id and i.image is null",
                told.stream().map(CloudInstance::instanceId).toArray(String[]::new),
                told.stream().map(instance -> instance.facts().image()).toArray(String[]::new));
    }

    /** What the clouds are expected to run, without what is being taken away. */
    List<Deployment> active(int limit) {
        return active(DeployTarget.CLOUD_API, limit);
    }

    /** The same of another target. */
    List<Deployment> active(DeployTarget target, int limit) {
        return find(ids(
                "select id from deployment where state in ('PENDING', 'RUNNING') and not removing and target = ?"
                        + " order by coalesce(observed_at, created_at) limit ?",
                target.name(),
                limit));
    }

    /** The regions in which anything was ever deployed. */
    Map<Provider, Set<String>> regions() {
        Map<Provider, Set<String>> regions = new HashMap<>();
        jdbc.query("select distinct provider, region from deployment where target = 'CLOUD_API'", row -> {
            regions.computeIfAbsent(Provider.valueOf(row.getString(1)), p -> new java.util.TreeSet<>())
                    .add(row.getString(2));
        });
        return regions;
    }

    /** The changes by which instances were made or adopted, of those that belong to a deployment. */
    Map<String, UUID> changesOf(List<String> instanceIds) {
        Map<String, UUID> owners = new HashMap<>();
        jdbc.query(
                "select i.instance_id, d.change_id from deployment_instance i join deployment d on d.id = i.deployment_id"
                        + " where i.instance_id = any(?)",
                row -> {
                    owners.put(row.getString(1), row.getObject(2, UUID.class));
                },
                (Object) instanceIds.toArray(String[]::new));
        return owners;
    }

    /** Its instances are somebody else's again, and may be adopted anew. */
    @Transactional
    public void released(UUID deploymentId, String reason) {
        terminated(deploymentId, reason);
        jdbc.update("update deployment_instance set instance_id = null where deployment_id = ?", deploymentId);
    }

    /** Which of these instance ids belong to a deployment. */
    public Set<String> known(List<String> instanceIds) {
        return Set.copyOf(jdbc.query(
                "select instance_id from deployment_instance where instance_id = any(?)",
                (row, index) -> row.getString(1),
                (Object) instanceIds.toArray(String[]::new)));
    }

    /** Whether a deployment of this change waits for an instance, so that one nobody knows may be about to be recorded. */
    boolean isBeingCreated(String changeId) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select exists (select 1 from deployment d join deployment_instance i on i.deployment_id = d.id"
                        + " where d.change_id::text = ? and i.instance_id is null and d.state = 'PENDING')",
                Boolean.class,
                changeId));
    }

    List<UUID> list(
            @Nullable String workloadId,
            @Nullable DeploymentState state,
            @Nullable Set<UUID> ids,
            Actor viewer,
            @Nullable UUID before,
            int limit) {
        StringBuilder sql = new StringBuilder("select id from deployment where true");
        List<Object> arguments = new ArrayList<>();
        if (workloadId != null) {
            sql.append(" and workload_id = ?");
            arguments.add(workloadId);
        }
        if (state != null) {
            sql.append(" and state = ?");
            arguments.add(state.name());
        }
        if (ids != null) {
            sql.append(" and id = any(?)");
            arguments.add(ids.toArray(UUID[]::new));
        }
        Set<String> teams = viewer.teamFilter();
        if (teams != null) {
            sql.append(" and team = any(?)");
            arguments.add(teams.toArray(String[]::new));
        }
        Set<String> environments = viewer.environmentFilter();
        if (environments != null) {
            sql.append(" and environment = any(?)");
            arguments.add(environments.toArray(String[]::new));
        }
        if (before != null) {
            sql.append(" and id < ?");
            arguments.add(before);
        }
        sql.append(" order by id desc limit ?");
        arguments.add(limit);
        return ids(sql.toString(), arguments.toArray());
    }

    List<Deployment> find(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        UUID[] array = ids.toArray(UUID[]::new);
        Map<UUID, List<Deployment.Replica>> replicas = new HashMap<>();
        jdbc.query(
                "select deployment_id, replica, instance_id, state, reason from deployment_instance"
                        + " where deployment_id = any(?) order by deployment_id, replica",
                row -> {
                    replicas.computeIfAbsent(row.getObject(1, UUID.class), id -> new ArrayList<>())
                            .add(new Deployment.Replica(
                                    row.getInt(2), row.getString(3), row.getString(4), row.getString(5)));
                },
                (Object) array);
        Map<UUID, Deployment> found = new HashMap<>();
        jdbc.query(
                "select * from deployment where id = any(?)",
                row -> {
                    UUID id = row.getObject("id", UUID.class);
                    found.put(id, deployment(row, id, replicas.getOrDefault(id, List.of())));
                },
                (Object) array);
        return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    private static Deployment deployment(ResultSet row, UUID id, List<Deployment.Replica> replicas)
            throws SQLException {
        Timestamp observed = row.getTimestamp("observed_at");
        return new Deployment(
                id,
                row.getObject("change_id", UUID.class),
                row.getString("workload_id"),
                row.getObject("decision_id", UUID.class),
                row.getString("team"),
                row.getString("environment"),
                WorkloadKind.valueOf(row.getString("kind")),
                Provider.valueOf(row.getString("provider")),
                row.getString("region"),
                row.getString("zone"),
                row.getString("instance_type"),
                PurchaseOption.valueOf(row.getString("purchase_option")),
                row.getInt("replicas"),
                row.getBoolean("stateful"),
                row.getString("offer_id"),
                Money.usd(row.getBigDecimal("hourly_cost")),
                row.getBoolean("simulated"),
                DeploymentState.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant(),
                observed == null ? null : observed.toInstant(),
                replicas);
    }

    private void tell(Deployment deployment) {
        if (!deployment.state().isActive()) {
            within.publishEvent(new DeploymentEnded(deployment));
        }
        UUID author = jdbc.queryForObject("select author_id from deployment where id = ?", UUID.class, deployment.id());
        events.append(
                new Event(
                        "DeploymentObserved",
                        deployment.id().toString(),
                        deployment.team(),
                        deployment.environment(),
                        new DeploymentObserved(
                                deployment.id(),
                                deployment.changeId(),
                                deployment.workloadId(),
                                deployment.decisionId(),
                                deployment.state(),
                                deployment.provider(),
                                deployment.region(),
                                deployment.instanceIds(),
                                clock.instant(),
                                deployment.reason())),
                author);
    }

    private List<UUID> ids(String sql, @Nullable Object... arguments) {
        return jdbc.query(sql, (row, index) -> row.getObject(1, UUID.class), arguments);
    }
}
