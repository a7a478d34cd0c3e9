package io.swen.routing.decision;

import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.json.CanonicalJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The chain over all decisions: the hash of each place is that of the place before and of the decision's canonical form. What is
 * committed is sealed in batches; from time to time the newest seal goes to the audit log, which is signed and copied outside the
 * database, so that not even who may change these tables can begin the chain anew unnoticed.
 *
 * <p>Decisions are taken in the order of transaction and number, and only those of transactions older than every open one: nothing
 * can be committed later at a place that is sealed already.
 */
@Repository
class DecisionChain {

    static final int BATCH = 500;
    static final String ANCHORED = "decision.log.seal";
    private static final Duration ANCHOR_EVERY = Duration.ofMinutes(5);
    private static final long LOCK = 0x5157_454e_0dec_1dL;
    private static final int HASH_BYTES = 32;

    private record Row(UUID id, String tx, long seq, byte[] canonical) {}

    private record Seal(long batch, long lastN, String lastTx, long lastSeq, byte[] hash) {}

    private final JdbcTemplate jdbc;
    private final JsonMapper json;
    private final CanonicalJson canonical;
    private final AuditLog audit;
    private final InstantSource wall = InstantSource.system();
    private @Nullable Instant anchoredAt;

    DecisionChain(JdbcTemplate jdbc, JsonMapper json, CanonicalJson canonical, AuditLog audit) {
        this.jdbc = jdbc;
        this.json = json;
        this.canonical = canonical;
        this.audit = audit;
    }

    /** Seals a batch of what was committed, unless another instance is at it; returns how many decisions that were. */
    @Transactional
    public int seal() {
        Boolean leads = jdbc.queryForObject("select pg_try_advisory_xact_lock(?)", Boolean.class, LOCK);
        if (!Boolean.TRUE.equals(leads)) {
            return 0;
        }
        Seal last = last();
        // Of "order by tx" the text that is selected would be meant, and "10" stands before "9".
        List<Row> rows = jdbc.query(
                "select id, tx::text, seq, document, inputs from placement_decision where (tx, seq) > (?::xid8, ?)"
                        + " and tx < pg_snapshot_xmin(pg_current_snapshot())"
                        + " order by placement_decision.tx, placement_decision.seq limit ?",
                (row, i) -> new Row(row.getObject(1, UUID.class), row.getString(2), row.getLong(3), form(row, 4)),
                last == null ? "0" : last.lastTx(),
                last == null ? 0 : last.lastSeq(),
                BATCH);
        if (rows.isEmpty()) {
            return 0;
        }
        long n = last == null ? 0 : last.lastN();
        byte[] previous = last == null ? new byte[HASH_BYTES] : last.hash();
        byte[] hash = previous;
        List<Object[]> places = new ArrayList<>();
        for (Row row : rows) {
            hash = ChainHash.next(hash, row.canonical());
            places.add(new Object[] {++n, row.id(), hash});
        }
        jdbc.batchUpdate("insert into decision_chain (n, decision_id, hash) values (?, ?, ?)", places);
        long batch = last == null ? 1 : last.batch() + 1;
        jdbc.update(
                "insert into decision_seal (batch, first_n, last_n, last_tx, last_seq, previous_hash, hash)"
                        + " values (?, ?, ?, ?::xid8, ?, ?, ?)",
                batch,
                n - rows.size() + 1,
                n,
                rows.getLast().tx(),
                rows.getLast().seq(),
                previous,
                hash);
        Instant now = wall.instant();
        if (anchoredAt == null || anchoredAt.plus(ANCHOR_EVERY).isBefore(now)) {
            audit.record(AuditEntry.of(ANCHORED, "decision_log", Long.toString(batch))
                    .change(null, Map.of("last_n", n, "hash", HexFormat.of().formatHex(hash))));
            anchoredAt = now;
        }
        return rows.size();
    }

    /** Recomputes the whole chain from the decisions as they are stored, and compares it with the seals and the audit log. */
    @Transactional(readOnly = true)
    public ChainVerification verify() {
        Verifier verifier = new Verifier();
        jdbc.query("select batch, first_n, last_n, previous_hash, hash from decision_seal order by batch", row -> {
            verifier.seal(row.getLong(1), row.getLong(2), row.getLong(3), row.getBytes(4), row.getBytes(5));
        });
        jdbc.query(
                connection -> {
                    var statement = connection.prepareStatement(
                            "select c.n, c.hash, d.document, d.inputs, c.decision_id from decision_chain c"
                                    + " join placement_decision d on d.id = c.decision_id order by c.n");
                    statement.setFetchSize(BATCH);
                    return statement;
                },
                row -> {
                    verifier.place(row.getLong(1), row.getBytes(2), form(row, 3), row.getString(5));
                });
        jdbc.query(
                "select resource_id, after ->> 'last_n', after ->> 'hash' from audit.event where action = ? order by tx, seq",
                row -> {
                    verifier.anchor(row.getString(1), row.getString(2), row.getString(3));
                },
                ANCHORED);
        Long outside = jdbc.queryForObject(
                "select count(*) from placement_decision d, (select last_tx, last_seq from decision_seal"
                        + " order by batch desc limit 1) s where (d.tx, d.seq) <= (s.last_tx, s.last_seq)"
                        + " and not exists (select from decision_chain c where c.decision_id = d.id)",
                Long.class);
        Long waiting = jdbc.queryForObject(
                "select count(*) from placement_decision d where not exists"
                        + " (select from decision_chain c where c.decision_id = d.id)",
                Long.class);
        return verifier.result(outside == null ? 0 : outside, waiting == null ? 0 : waiting);
    }

    private byte[] form(ResultSet row, int document) throws SQLException {
        return canonical.bytes(Map.of(
                "decision", json.readTree(row.getString(document)),
                "inputs", json.readTree(row.getString(document + 1))));
    }

    private @Nullable Seal last() {
        return jdbc
                .query(
                        "select batch, last_n, last_tx::text, last_seq, hash from decision_seal order by batch desc limit 1",
                        (row, i) -> new Seal(
                                row.getLong(1), row.getLong(2), row.getString(3), row.getLong(4), row.getBytes(5)))
                .stream()
                .findFirst()
                .orElse(null);
    }

    /** Goes along the seals and then the chain, and keeps the first places that are not what they should be. */
    private static final class Verifier {

        private static final int MOST_PROBLEMS = 20;

        private record End(long batch, byte[] hash) {}

        private final List<String> problems = new ArrayList<>();
        private final Map<Long, byte[]> byBatch = new HashMap<>();
        private final Map<Long, End> byPlace = new HashMap<>();
        private byte[] hash = new byte[HASH_BYTES];
        private byte[] sealed = new byte[HASH_BYTES];
        private long decisions;
        private long seals;
        private long lastN;
        private long anchors;

        void seal(long batch, long firstN, long last, byte[] previous, byte[] end) {
            if (batch != seals + 1) {
                problem("seal " + (seals + 1) + " is missing, the next is " + batch);
            }
            if (firstN != lastN + 1) {
                problem("seal " + batch + " begins at place " + firstN + " instead of " + (lastN + 1));
            }
            if (!Arrays.equals(previous, sealed)) {
                problem("seal " + batch + " does not follow the seal before it");
            }
            sealed = end;
            seals = batch;
            lastN = last;
            byBatch.put(batch, end);
            byPlace.put(last, new End(batch, end));
        }

        void place(long n, byte[] stored, byte[] canonical, String id) {
            if (n != decisions + 1) {
                problem("place " + (decisions + 1) + " is missing, the next is " + n);
            }
            if (!Arrays.equals(ChainHash.next(hash, canonical), stored)) {
                problem("decision " + id + " at place " + n + " is not what was sealed");
            }
            // Goes on from what is stored, so that one altered decision is one problem.
            hash = stored;
            decisions = n;
            End end = byPlace.remove(n);
            if (end != null && !Arrays.equals(end.hash(), stored)) {
                problem("seal " + end.batch() + " does not have the hash of place " + n);
            }
        }

        void anchor(String batch, @Nullable String n, @Nullable String anchored) {
            anchors++;
            byte[] end = byBatch.get(Long.parseLong(batch));
            if (end == null || !HexFormat.of().formatHex(end).equals(anchored)) {
                problem("the audit log has seal " + batch + " at place " + n + " with hash " + anchored
                        + ", which is not that of the chain");
            }
        }

        ChainVerification result(long outside, long waiting) {
            for (End end : byPlace.values()) {
                problem("seal " + end.batch() + " ends at a place that is missing");
            }
            if (outside > 0) {
                problem(outside + " decisions stand before the newest seal, but not in the chain");
            }
            if (decisions > lastN) {
                problem("places after " + lastN + " are under no seal");
            }
            return new ChainVerification(
                    problems.isEmpty(),
                    decisions,
                    waiting,
                    seals,
                    anchors,
                    HexFormat.of().formatHex(sealed),
                    problems);
        }

        private void problem(String what) {
            if (problems.size() < MOST_PROBLEMS) {
                problems.add(what);
            }
        }
    }
}
