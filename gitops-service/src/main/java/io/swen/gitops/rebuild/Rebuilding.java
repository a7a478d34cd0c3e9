package io.swen.gitops.rebuild;

import io.swen.gitops.repository.EnvironmentRepository;
import io.swen.gitops.repository.TreeFile;
import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.id.Uuids;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes the tables of changes anew from Git, beside the real ones to compare them, or in their place where they are empty. */
@Component
class Rebuilding {

    private static final int MOST_FINDINGS = 50;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final TransactionTemplate oneMoment;
    private final EnvironmentRepository repository;
    private final ChangeRecords records;
    private final SealedAudit sealed;
    private final AuditLog audit;
    private final JsonMapper json;

    Rebuilding(
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            EnvironmentRepository repository,
            ChangeRecords records,
            SealedAudit sealed,
            AuditLog audit,
            JsonMapper json) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.oneMoment =
                new TransactionTemplate(Objects.requireNonNull(transactions.getTransactionManager()), transactions);
        this.oneMoment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.repository = repository;
        this.records = records;
        this.sealed = sealed;
        this.audit = audit;
        this.json = json;
    }

    /**
     * What came of it.
     *
     * @param tables how many were made anew
     * @param rows of them in all
     * @param different rows that are not in both, and records that the sealed audit log contradicts
     * @param moving changes that were changed while this was done and are left out
     * @param audited how many ends and verdicts of the sealed audit log were held against the records
     * @param compared by table
     * @param findings the first of them in words
     */
    record Report(
            int tables,
            long rows,
            long different,
            int moving,
            int audited,
            List<Compared> compared,
            List<String> findings) {

        Report {
            compared = List.copyOf(compared);
            findings = List.copyOf(findings);
        }
    }

    /** One table. */
    record Compared(String table, long rows, long different) {}

    /** Builds beside the real tables and compares row by row; nothing of it stays. */
    Report verify() {
        return withRecordsHeld(() -> {
            records.writeAll();
            return Objects.requireNonNull(oneMoment.execute(status -> {
                String schema = "rebuild_" + Uuids.next().toString().replace("-", "");
                // The first statement fixes the moment; nobody writes records until the end.
                List<String> moving = jdbc.query(
                        "select change_id::text from change_record_due union all"
                                + " select 'control' where exists (select 1 from control_record_due)",
                        (row, index) -> row.getString(1));
                jdbc.execute("create schema " + schema);
                for (RecordedTable table : RecordedTable.values()) {
                    jdbc.execute("create table " + schema + "." + table.table() + " (like " + table.table()
                            + " including all)");
                }
                Map<String, JsonNode> read = fill(schema);
                List<Compared> compared = new ArrayList<>();
                List<String> findings = new ArrayList<>();
                for (RecordedTable table : RecordedTable.values()) {
                    compared.add(compare(table, schema, moving, findings));
                }
                int audited = sealed.hold(read, moving, findings);
                long different =
                        compared.stream().mapToLong(Compared::different).sum() + sealed.contradictions(findings);
                // With the schema and all in it.
                status.setRollbackOnly();
                return report(compared, different, moving.size(), audited, findings);
            }));
        });
    }

    /** Fills the empty tables. */
    Report restore() {
        return withRecordsHeld(() -> Objects.requireNonNull(transactions.execute(status -> {
            Integer there = jdbc.queryForObject("select count(*) from change", Integer.class);
            if (there == null || there > 0) {
                throw ProblemException.of(
                        ErrorCode.CONFLICT,
                        "there are " + there
                                + " changes; tables are restored where there are none, and compared otherwise");
            }
            Map<String, JsonNode> read = fill("public");
            jdbc.update("delete from change_record_due");
            jdbc.update("delete from control_record_due");
            List<String> findings = new ArrayList<>();
            int audited = sealed.hold(read, List.of(), findings);
            List<Compared> compared = new ArrayList<>();
            for (RecordedTable table : RecordedTable.values()) {
                Long rows = jdbc.queryForObject("select count(*) from " + table.table(), Long.class);
                compared.add(new Compared(table.table(), rows == null ? 0 : rows, 0));
            }
            audit.record(AuditEntry.of("tables.rebuild", "database", "gitops")
                    .change(null, Map.of("changes", read.size(), "contradictions", findings.size())));
            return report(compared, findings.size(), 0, audited, findings);
        })));
    }

    private static Report report(
            List<Compared> compared, long different, int moving, int audited, List<String> findings) {
        return new Report(
                compared.size(),
                compared.stream().mapToLong(Compared::rows).sum(),
                different,
                moving,
                audited,
                compared,
                findings.size() > MOST_FINDINGS ? findings.subList(0, MOST_FINDINGS) : findings);
    }

    private Report withRecordsHeld(java.util.function.Supplier<Report> work) {
        AtomicReference<Report> done = new AtomicReference<>();
        try {
            for (int i = 0; i < 50 && done.get() == null; i++) {
                if (!records.whileNobodyWrites(() -> done.set(work.get()))) {
                    Thread.sleep(100);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the records", e);
        }
        Report report = done.get();
        if (report == null) {
            throw ProblemException.of(ErrorCode.CONFLICT, "records of changes are being written; try again");
        }
        return report;
    }

    /** Inserts what the records say; answers them by the id of their change. */
    private Map<String, JsonNode> fill(String schema) {
        Map<String, JsonNode> read = new LinkedHashMap<>();
        List<JsonNode> records = new ArrayList<>();
        for (TreeFile file : repository.records()) {
            JsonNode record = json.readTree(new String(file.content(), StandardCharsets.UTF_8));
            records.add(record);
            if (record.at("/change/0/id").isString()) {
                read.put(record.at("/change/0/id").asString(), record);
            }
        }
        // Table by table, as rows of one change may name those of another.
        for (RecordedTable table : RecordedTable.values()) {
            for (JsonNode record : records) {
                for (JsonNode row : record.path(table.id())) {
                    jdbc.update(
                            "insert into " + schema + "." + table.table()
                                    + " select * from jsonb_populate_record(null::" + schema + "." + table.table()
                                    + ", ?::jsonb || ?::jsonb) on conflict do nothing",
                            table.defaults(),
                            row.toString());
                }
            }
        }
        return read;
    }

    private Compared compare(RecordedTable table, String schema, List<String> moving, List<String> findings) {
        Object[] left = {moving.toArray(String[]::new), moving.toArray(String[]::new)};
        String real = "select " + table.recorded() + " as r from public." + table.table() + " t where not "
                + isMoving(table, "public");
        String rebuilt = "select " + rebuilt(table) + " as r from " + schema + "." + table.table() + " t where not "
                + isMoving(table, schema);
        String differing = "select 'missing from Git' as how, r from (" + real + " except all " + rebuilt + ") a";
        String other = "select 'only in Git' as how, r from (" + rebuilt + " except all " + real + ") b";
        List<String> found = new ArrayList<>();
        for (String sql : List.of(differing, other)) {
            jdbc.query(
                    sql,
                    row -> {
                        found.add(table.table() + ": " + row.getString(1) + ": " + row.getString(2));
                    },
                    left);
        }
        findings.addAll(found);
        Long rows = jdbc.queryForObject(
                "select count(*) from public." + table.table() + " t where not " + isMoving(table, "public"),
                Long.class,
                left[0]);
        return new Compared(table.table(), rows == null ? 0 : rows, found.size());
    }

    /** What was withheld from Git is not compared: the real row leaves it out as well. */
    private static String rebuilt(RecordedTable table) {
        return table.recorded().replace("from change_stage s", "from public.change_stage s");
    }

    private static String isMoving(RecordedTable table, String schema) {
        return switch (table) {
            case CHANGE -> "t.id::text = any(?)";
            case ITEM,
                    FILE,
                    STAGE,
                    VERDICT,
                    DEPLOYMENT,
                    BREAK_GLASS,
                    PIN,
                    ENVELOPE,
                    ENVELOPE_USE,
                    PROMOTION,
                    ADOPTION -> "t.change_id::text = any(?)";
            case MODE, KILL_SWITCH, FREEZE_WINDOW, DELEGATION, CONTAINER_OVERRIDE -> "'control' = any(?)";
            case INSTANCE ->
                "t.deployment_id in (select id from " + schema + ".deployment where change_id::text = any(?))";
        };
    }
}
