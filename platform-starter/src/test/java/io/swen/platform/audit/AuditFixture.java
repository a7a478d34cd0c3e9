package io.swen.platform.audit;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.swen.platform.test.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/** An audit log with a database, keys and a copy of its own, without a service around it. */
final class AuditFixture implements AutoCloseable {

    static final String SERVICE = "thing";

    final PostgresServer.Database database;
    final AuditProperties properties;
    final SigningKeys keys;
    private final HikariDataSource source;
    final JdbcTemplate jdbc;
    final TransactionTemplate transaction;
    final AuditRows rows;
    final AuditDatabase owner;
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private Sealer sealer;

    AuditFixture(Path folder) {
        this(folder, PostgresServer.newDatabase("swen_thing"));
        new AuditSchema(database.url(), database.username(), properties.database()).migrate();
    }

    private AuditFixture(Path folder, PostgresServer.Database database) {
        this.database = database;
        this.properties = new AuditProperties(
                new AuditProperties.Database(database.auditUsername(), database.password()),
                folder.resolve("audit"),
                folder.resolve("keys"),
                DataSize.ofMegabytes(1),
                Duration.ZERO,
                new AuditProperties.Webhook(null, null, false, Duration.ofSeconds(5)),
                new AuditProperties.Syslog(null, 514, AuditProperties.Transport.TCP, Duration.ofSeconds(5)));
        this.keys = SigningKeys.in(properties.keysDirectory());
        this.source = new HikariDataSource();
        source.setJdbcUrl(database.url());
        source.setUsername(database.username());
        source.setPassword(database.password());
        source.setMinimumIdle(0);
        this.jdbc = new JdbcTemplate(source);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(source));
        this.rows = new AuditRows(jdbc, JsonMapper.builder().build());
        this.owner = new AuditDatabase(database.url(), properties.database(), SERVICE);
        this.sealer = newSealer();
    }

    /** The same database, keys and copy after a restart. */
    private Sealer newSealer() {
        return new Sealer(owner, keys, properties, SERVICE, retention(Duration.ZERO), metrics);
    }

    Retention retention(Duration keep) {
        return new Retention(keep, keys, SERVICE, metrics);
    }

    /** The same database seen by somebody whose copy stands elsewhere. */
    AuditFixture elsewhere(Path folder) {
        return new AuditFixture(folder, database);
    }

    void start() {
        sealer.start();
    }

    void stop() {
        sealer.stop();
        sealer = newSealer();
    }

    /** Each row in a transaction of its own. */
    void write(int count) {
        for (int i = 0; i < count; i++) {
            int number = i;
            transaction.executeWithoutResult(status -> rows.insert(
                    AuditEntry.of("thing.change", "thing", "t-" + number)
                            .in("research", "dev")
                            .change(Map.of("size", number), Map.of("size", number + 1, "note", "žluť \"☃\"\n")),
                    AuditContext.BACKGROUND));
        }
    }

    /** Waits until everything written is sealed and copied. */
    void awaitSealed(long expected) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> copied() == expected);
    }

    /** Seals whatever is there and stops. */
    void seal(long expected) {
        start();
        awaitSealed(expected);
        stop();
    }

    long copied() throws Exception {
        long count = 0;
        try (OutsideCopy.Reader reader = OutsideCopy.read(properties.folder(SERVICE), 1)) {
            OutsideCopy.Reader.Batch batch;
            while ((batch = reader.next()) != null) {
                count += batch.entries().size();
            }
        }
        return count;
    }

    /** All parts of a verification, small ones. */
    VerificationReport verify() {
        return verify(7);
    }

    VerificationReport verify(int partSize) {
        Verification verification = new Verification(owner, keys, properties.folder(SERVICE), SERVICE);
        List<VerificationReport.Finding> findings = new ArrayList<>();
        long checked = 0;
        long batches = 0;
        long broken = 0;
        String next = null;
        VerificationReport part;
        do {
            part = verification.check(next, partSize);
            checked += part.rows();
            batches += part.batches();
            broken += part.broken();
            findings.addAll(part.findings());
            next = part.next();
        } while (next != null);
        return new VerificationReport(
                SERVICE,
                checked,
                batches,
                broken,
                findings,
                part.pending(),
                part.prunedThrough(),
                part.copiedFrom(),
                part.copiedThrough(),
                null);
    }

    /** As somebody who may do anything to the server, also behind the triggers' backs. */
    void tamper(String... statements) throws SQLException {
        try (Connection superuser = PostgresServer.superuser(database.url());
                Statement statement = superuser.createStatement()) {
            statement.execute("set session_replication_role = replica");
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() {
        sealer.stop();
        source.close();
    }
}
