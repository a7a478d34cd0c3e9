package io.swen.gitops.remediation;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The incidents that telemetry-service told of, as far as they are about places, and the regions that are left because of them. */
@Repository
class KnownIncidents {

    record Incident(
            UUID id, @Nullable String provider, @Nullable String region, String severity, String title) {}

    /** How many remediations an incident has, and how many of those its timeline tells of. */
    record Links(UUID incident, int open, int ended, int notedOpen, int notedEnded) {}

    /** A region that is out of use in an environment. */
    record Cordon(String environment, String region) {}

    private final JdbcTemplate jdbc;

    KnownIncidents(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes in what was told last; false where something newer was told before. */
    boolean told(Incident incident, String scope, Instant openedAt, @Nullable Instant resolvedAt, Instant toldAt) {
        return jdbc.update(
                        "insert into known_incident (id, provider, region, scope, severity, title, opened_at, resolved_at, told_at)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do update set provider = excluded.provider,"
                                + " region = excluded.region, scope = excluded.scope, severity = excluded.severity,"
                                + " title = excluded.title, resolved_at = excluded.resolved_at, told_at = excluded.told_at"
                                + " where known_incident.told_at <= excluded.told_at",
                        incident.id(),
                        incident.provider(),
                        incident.region(),
                        scope,
                        incident.severity(),
                        incident.title(),
                        Timestamp.from(openedAt),
                        resolvedAt == null ? null : Timestamp.from(resolvedAt),
                        Timestamp.from(toldAt))
                == 1;
    }

    /** Those that are open and about a region. */
    List<Incident> open(int limit) {
        return jdbc.query(
                "select id, provider, region, severity, title from known_incident where resolved_at is null and region is not null"
                        + " order by opened_at desc limit ?",
                (row, index) -> new Incident(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5)),
                limit);
    }

    boolean isOpen(UUID id) {
        return !jdbc.query(
                        "select 1 from known_incident where id = ? and resolved_at is null",
                        (row, index) -> row.getInt(1),
                        id)
                .isEmpty();
    }

    /** Links what is open in the region and has no incident. */
    int linkOpen(UUID incident, String region) {
        return jdbc.update(
                "update remediation set incident_id = ?, version = version + 1 where region = ? and incident_id is null"
                        + " and ended_at is null and request_id is null and state <> 'REQUESTED'",
                incident,
                region);
    }

    /** Takes a region out of use; true where it was in use. */
    boolean cordon(String environment, String region, UUID incident, Instant since) {
        return jdbc.update(
                        "insert into region_cordon (environment, region, incident_id, since) values (?, ?, ?, ?)"
                                + " on conflict (environment, region) do update set incident_id = excluded.incident_id, until = null"
                                + " where region_cordon.until is not null",
                        environment,
                        region,
                        incident,
                        Timestamp.from(since))
                == 1;
    }

    /** Sets when the regions that an incident took out of use come back into it. */
    void reopenAt(UUID incident, Instant at) {
        jdbc.update(
                "update region_cordon set until = ? where incident_id = ? and until is null",
                Timestamp.from(at),
                incident);
    }

    /** Brings regions back into use whose time has come. */
    List<Cordon> reopen(Instant now) {
        return jdbc.query(
                "delete from region_cordon where until <= ? returning environment, region",
                (row, index) -> new Cordon(row.getString(1), row.getString(2)),
                Timestamp.from(now));
    }

    /** Incidents whose timeline does not tell yet how their remediations stand. */
    List<Links> toNote(int limit) {
        return jdbc.query(
                "select k.id, count(*) filter (where r.ended_at is null), count(*) filter (where r.ended_at is not null),"
                        + " k.noted_open, k.noted_ended from known_incident k join remediation r on r.incident_id = k.id"
                        + " group by k.id having (k.noted_open = 0 and k.noted_ended = 0)"
                        + " or (count(*) filter (where r.ended_at is null) = 0 and count(*) filter (where r.ended_at is not null)"
                        + " <> k.noted_ended) limit ?",
                (row, index) -> new Links(
                        row.getObject(1, UUID.class), row.getInt(2), row.getInt(3), row.getInt(4), row.getInt(5)),
                limit);
    }

    void noted(Links links) {
        jdbc.update(
                "update known_incident set noted_open = ?, noted_ended = ? where id = ?",
                Math.max(1, links.open()),
                links.ended(),
                links.incident());
    }
}
