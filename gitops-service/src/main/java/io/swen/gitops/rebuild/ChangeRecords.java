package io.swen.gitops.rebuild;

import io.swen.gitops.repository.EnvironmentRepository;
import io.swen.platform.job.BackgroundJob;
import io.swen.platform.lock.SingleOwner;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes down in Git, moments after it changed, everything about a change that its rows say, and what goes with no change. */
@Component
class ChangeRecords implements BackgroundJob {

    private static final long RECORD_LOCK = 0x5357_454e_0030L;
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final String CONTROL = "records/control.json";
    /** How many changes share a commit. */
    private static final int BATCH = 200;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final EnvironmentRepository repository;
    private final SingleOwner owner;
    private final Clock clock;

    ChangeRecords(
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            EnvironmentRepository repository,
            DataSource database,
            Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.repository = repository;
        this.owner = new SingleOwner(database, RECORD_LOCK);
        this.clock = clock;
    }

    /** A change whose record is old, and how often it has been marked so. */
    private record Due(UUID change, long serial) {}

    @Override
    public String name() {
        return "change-records";
    }

    @Override
    public Duration interval() {
        return PAUSE;
    }

    @Override
    public void run() {
        owner.run(this::writeAll);
    }

    /** Does something while nobody writes records; false at once where somebody else does it. */
    boolean whileNobodyWrites(Runnable work) {
        return owner.run(work::run);
    }

    /** Writes what is due; the caller holds the lock. */
    void writeAll() {
        writeControl();
        List<Due> due = due();
        while (!due.isEmpty()) {
            write(due);
            due = due.size() < BATCH ? List.of() : due();
        }
    }

    private List<Due> due() {
        return jdbc.query(
                "select change_id, serial from change_record_due order by since limit ?",
                (row, index) -> new Due(row.getObject(1, UUID.class), row.getLong(2)),
                BATCH);
    }

    private void write(List<Due> due) {
        Map<String, String> files = new LinkedHashMap<>();
        for (Due each : due) {
            // In one transaction, so that a record is of one moment.
            String record = transactions.execute(status -> {
                jdbc.execute("set transaction isolation level repeatable read read only");
                return record(RecordedTable.ofChanges(), each.change());
            });
            files.put(path(each.change()), String.valueOf(record));
        }
        repository.record(files, clock.instant());
        // What changed meanwhile has been marked once more and stays.
        due.forEach(each -> jdbc.update(
                "delete from change_record_due where change_id = ? and serial = ?", each.change(), each.serial()));
    }

    /** What goes with no change: modes, freezes, kill switches, delegations. */
    private void writeControl() {
        Long last = jdbc.queryForObject("select max(seq) from control_record_due", Long.class);
        if (last == null) {
            return;
        }
        String record = transactions.execute(status -> {
            jdbc.execute("set transaction isolation level repeatable read read only");
            return record(RecordedTable.ofControl());
        });
        repository.record(Map.of(CONTROL, String.valueOf(record)), clock.instant());
        // A mark that was made meanwhile is either higher or not seen yet, and stays.
        jdbc.update("delete from control_record_due where seq <= ?", last);
    }

    private String record(List<RecordedTable> tables, Object... of) {
        StringBuilder record = new StringBuilder("{");
        for (RecordedTable table : tables) {
            record.append(record.length() == 1 ? "\n" : ",\n")
                    .append('"')
                    .append(table.id())
                    .append("\": [")
                    .append(String.join(",\n  ", jdbc.queryForList(table.rows(), String.class, of)))
                    .append(']');
        }
        return record.append("\n}\n").toString();
    }

    /** The ids of one moment begin alike, so that their ends are what spreads them. */
    static String path(UUID change) {
        String id = change.toString();
        return "records/" + id.substring(id.length() - 2) + "/" + id + ".json";
    }
}
