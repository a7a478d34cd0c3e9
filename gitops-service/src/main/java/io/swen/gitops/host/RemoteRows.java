package io.swen.gitops.host;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** What is remembered of the remote and of what the host was told. */
@Repository
class RemoteRows {

    /** What a look came to. */
    record Look(
            RemoteState state,
            @Nullable String detail,
            @Nullable String remoteCommit,
            @Nullable String localCommit,
            @Nullable UUID changeId,
            int failures,
            Instant nextLookAt) {}

    /** What became of a commit of the remote: a change, or a refusal. */
    record Outside(@Nullable UUID changeId, @Nullable String refusal) {}

    /** What the host is to be told, and how far that is. */
    record Report(
            UUID changeId,
            String commitId,
            @Nullable Integer pullNumber,
            boolean pullLooked,
            @Nullable String told,
            int attempts) {}

    private final JdbcTemplate jdbc;

    RemoteRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void store(Look look, Instant now) {
        jdbc.update(
                "insert into remote_state (id, state, detail, since, looked_at, remote_commit, local_commit, change_id,"
                        + " failures, next_look_at) values (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (id) do update set state = excluded.state, detail = excluded.detail,"
                        + " since = case when remote_state.state = excluded.state then remote_state.since"
                        + " else excluded.since end, looked_at = excluded.looked_at,"
                        + " remote_commit = coalesce(excluded.remote_commit, remote_state.remote_commit),"
                        + " local_commit = coalesce(excluded.local_commit, remote_state.local_commit),"
                        + " change_id = excluded.change_id, failures = excluded.failures,"
                        + " next_look_at = excluded.next_look_at",
                look.state().name(),
                look.detail(),
                Timestamp.from(now),
                Timestamp.from(now),
                look.remoteCommit(),
                look.localCommit(),
                look.changeId(),
                look.failures(),
                Timestamp.from(look.nextLookAt()));
    }

    Optional<RemoteView> view(String remote, String branch) {
        return jdbc.query("select * from remote_state where id = 1", (row, index) -> view(row, remote, branch)).stream()
                .findFirst();
    }

    private static RemoteView view(ResultSet row, String remote, String branch) throws SQLException {
        return new RemoteView(
                RemoteState.valueOf(row.getString("state")),
                remote,
                branch,
                row.getString("detail"),
                instant(row, "since"),
                instant(row, "looked_at"),
                row.getString("remote_commit"),
                row.getString("local_commit"),
                row.getObject("change_id", UUID.class),
                row.getInt("failures"),
                instant(row, "next_look_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    Optional<Outside> outside(String tip) {
        return jdbc
                .query(
                        "select change_id, refusal from outside_commit where tip = ?",
                        (row, index) -> new Outside(row.getObject(1, UUID.class), row.getString(2)),
                        tip)
                .stream()
                .findFirst();
    }

    void taken(String tip, UUID changeId, Instant now) {
        jdbc.update(
                "insert into outside_commit (tip, change_id, taken_at) values (?, ?, ?)",
                tip,
                changeId,
                Timestamp.from(now));
    }

    void refused(String tip, String why, Instant now) {
        jdbc.update(
                "insert into outside_commit (tip, refusal, taken_at) values (?, ?, ?) on conflict do nothing",
                tip,
                why,
                Timestamp.from(now));
    }

    /** The change that was made of the remote's commits and has not ended. */
    Optional<UUID> open() {
        return jdbc
                .query(
                        "select o.change_id from outside_commit o join change c on c.id = o.change_id"
                                + " where c.state in ('RUNNING', 'AWAITING_APPROVAL') order by o.taken_at limit 1",
                        (row, index) -> row.getObject(1, UUID.class))
                .stream()
                .findFirst();
    }

    /** A commit of the remote is reported by its own id; of several reports of a change the first counts. */
    void report(UUID changeId, String commit) {
        jdbc.update(
                "insert into host_report (change_id, commit_id) select id, ? from change where id = ?"
                        + " on conflict do nothing",
                commit,
                changeId);
    }

    /** A change of this service's own, and the commit that its branch at the host is to be at. */
    record Branch(UUID changeId, String commitId) {}

    /**
     * Changes that no secret was found in and that the host does not have as they are now, the oldest first.
     *
     * @param environments null for all
     */
    List<Branch> branchesToPush(String @Nullable [] environments, int limit) {
        return jdbc.query(
                "select c.id, c.commit_id from change c left join host_report r on r.change_id = c.id"
                        + " where c.state in ('RUNNING', 'AWAITING_APPROVAL') and c.commit_id is not null"
                        + " and c.stage not in ('VALIDATE', 'SECURITY_SCAN')"
                        + " and (r.change_id is null or (r.branch and r.commit_id <> c.commit_id))"
                        + " and (?::text[] is null or c.environment = any (?)) order by c.id limit ?",
                (row, index) -> new Branch(row.getObject(1, UUID.class), row.getString(2)),
                environments,
                environments,
                limit);
    }

    /** The host has the change's commit as a branch, and is to be told of it by that. */
    void branchPushed(UUID changeId, String commit) {
        jdbc.update(
                "insert into host_report (change_id, commit_id, branch) values (?, ?, true) on conflict (change_id)"
                        + " do update set commit_id = excluded.commit_id, told = null where host_report.branch",
                changeId,
                commit);
    }

    /** Branches of changes that have ended, and of which the host was told all. */
    List<UUID> branchesToRemove(int limit) {
        return jdbc.query(
                "select change_id from host_report where branch and ended order by change_id limit ?",
                (row, index) -> row.getObject(1, UUID.class),
                limit);
    }

    void branchRemoved(UUID changeId) {
        jdbc.update("update host_report set branch = false where change_id = ?", changeId);
    }

    List<Report> due(Instant now, int limit) {
        return jdbc.query(
                "select change_id, commit_id, pull_number, pull_looked, told, attempts from host_report where not ended"
                        + " and not_before <= ? order by not_before limit ?",
                (row, index) -> new Report(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getObject(3, Integer.class),
                        row.getBoolean(4),
                        row.getString(5),
                        row.getInt(6)),
                Timestamp.from(now),
                limit);
    }

    void pull(UUID changeId, @Nullable Integer number) {
        jdbc.update("update host_report set pull_number = ?, pull_looked = true where change_id = ?", number, changeId);
    }

    void told(UUID changeId, String told, boolean ended) {
        jdbc.update(
                "update host_report set told = ?, ended = ?, attempts = 0, error = null where change_id = ?",
                told,
                ended,
                changeId);
    }

    void notBefore(UUID changeId, Instant at) {
        jdbc.update("update host_report set not_before = ? where change_id = ?", Timestamp.from(at), changeId);
    }

    void notTold(UUID changeId, String error, Instant now, Duration pause, boolean givenUp) {
        jdbc.update(
                "update host_report set attempts = attempts + 1, error = ?, not_before = ?, ended = ended or ?"
                        + " where change_id = ?",
                error,
                Timestamp.from(now.plus(pause)),
                givenUp,
                changeId);
    }
}
