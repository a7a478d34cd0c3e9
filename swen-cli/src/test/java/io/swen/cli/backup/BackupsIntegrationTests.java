package io.swen.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.swen.cli.console.CliException;
import io.swen.cli.database.PostgresBinaries;
import io.swen.cli.database.PostgresServer;
import io.swen.cli.process.ProcessSpec;
import io.swen.cli.process.Supervisor;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackupsIntegrationTests {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final BackupKey key = BackupKey.generate();
    private Path folder;
    private PostgresBinaries binaries;
    private PostgresServer server;
    private Supervisor supervisor;
    private Backups.Sources sources;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        binaries = PostgresBinaries.unpack(folder.resolve("binaries"));
        Path home = folder.resolve("home");
        sources = new Backups.Sources(
                home.resolve("secrets"),
                home.resolve("credentials.json"),
                home.resolve("audit"),
                home.resolve("git"),
                home.resolve("export"));
        write(sources.secrets().resolve("postgres/superuser-password"), "of-the-superuser\n");
        write(sources.credentials(), "{}");
        write(sources.audit().resolve("routing/audit-1.jsonl"), "one\n");
        write(sources.git().resolve("dev.git/HEAD"), "ref: refs/heads/main\n");
        write(sources.git().resolve("dev.git/refs/heads/main"), "a".repeat(40) + "\n");
        write(sources.git().resolve("dev.git/objects/aa/old"), "loose");
        Files.createDirectories(sources.git().resolve("dev.git/refs/tags"));
        server = server(home.resolve("postgres"), sources.secrets());
        supervisor = supervise(server, home);
        execute("create table thing (id int primary key, name text)");
        execute("insert into thing select n, 'first ' || n from generate_series(1, 1000) n");
    }

    @AfterAll
    void stop() throws InterruptedException {
        supervisor.stop();
    }

    @Test
    void bringsBackEverythingUpToTheLastIncrementOrToATimeBefore() throws Exception {
        BackupStore store = BackupStore.at(folder.resolve("backups").toString(), Map.of());
        Backups backups = new Backups(store, key, Clock.systemUTC(), folder.resolve("scratch"));

        Backups.Made full = backups.make(sources, server::session, false);
        execute("insert into thing select n, 'second ' || n from generate_series(1001, 1500) n");
        Instant before = now();
        execute("delete from thing where id <= 10");
        Files.writeString(sources.audit().resolve("routing/audit-1.jsonl"), "one\ntwo\n");
        write(sources.git().resolve("dev.git/refs/heads/main"), "b".repeat(40) + "\n");
        Files.delete(sources.git().resolve("dev.git/objects/aa/old"));
        write(sources.git().resolve("dev.git/objects/pack/new.pack"), "packed");
        Backups.Made next = backups.make(sources, server::session, false);
        execute("insert into thing values (9999, 'after the last backup')");

        assertThat(full.full()).isTrue();
        assertThat(full.why()).isEqualTo("there is none yet");
        assertThat(next.full()).isFalse();
        assertThat(next.archiveBytes()).isLessThan(full.archiveBytes() / 4);

        Path restored = folder.resolve("restored");
        new Restoration(store, key).into(restored, null, null);
        assertThat(rows(restored, null)).containsExactly("1490", "11", "1500");
        assertThat(restored.resolve("audit/routing/audit-1.jsonl")).hasContent("one\ntwo\n");
        assertThat(restored.resolve("git/dev.git/refs/heads/main")).hasContent("b".repeat(40));
        assertThat(restored.resolve("git/dev.git/objects/aa/old")).doesNotExist();
        assertThat(restored.resolve("git/dev.git/objects/pack/new.pack")).hasContent("packed");
        assertThat(restored.resolve("git/dev.git/refs/tags")).isDirectory();
        assertThat(restored.resolve("credentials.json")).hasContent("{}");

        Path earlier = folder.resolve("earlier");
        new Restoration(store, key).into(earlier, null, before);
        assertThat(rows(earlier, before)).containsExactly("1500", "1", "1500");
        // Never ahead of the database, or its verification would speak of tampering.
        assertThat(earlier.resolve("audit/routing/audit-1.jsonl")).hasContent("one");

        chainsAreWholeOrRefused(store, full, next);
    }

    private void chainsAreWholeOrRefused(BackupStore store, Backups.Made full, Backups.Made next) throws IOException {
        Path archive = folder.resolve("backups").resolve(Manifest.archiveName(full.id()));
        byte[] whole = Files.readAllBytes(archive);
        Files.write(archive, java.util.Arrays.copyOf(whole, whole.length - 1));
        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> new Restoration(store, key).into(folder.resolve("cut"), null, null))
                .withMessageContaining("altered or cut short");

        Files.delete(archive);
        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> new Restoration(store, key).into(folder.resolve("gap"), null, null))
                .withMessageContaining(next.id() + " goes on from " + full.id() + ", which is not there");
    }

    /** Lets a restored server replay its log, and answers how many rows it has, the first and the last that was there early on. */
    private List<String> rows(Path restored, @Nullable Instant until) throws Exception {
        PostgresServer again = server(restored.resolve("postgres"), restored.resolve("secrets"));
        again.recover(until, folder.resolve("recovery.log"), LIMIT);
        Supervisor running = supervise(again, restored);
        try (Connection connection = again.session();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select count(*)::text, min(id)::text, max(id)::text from thing")) {
            row.next();
            return new ArrayList<>(List.of(row.getString(1), row.getString(2), row.getString(3)));
        } finally {
            running.stop();
        }
    }

    private PostgresServer server(Path data, Path secrets) throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return new PostgresServer(
                    binaries, data, socket.getLocalPort(), secrets.resolve("postgres/superuser-password"));
        }
    }

    private static Supervisor supervise(PostgresServer server, Path folder) throws InterruptedException {
        Supervisor supervisor = new Supervisor(Clock.systemUTC(), (status, event) -> {});
        supervisor.start(new ProcessSpec(
                "postgres",
                server::prepare,
                Map.of("PATH", Objects.requireNonNull(System.getenv("PATH"))),
                folder,
                folder.resolve("postgres.log"),
                0,
                server::ready,
                "INT",
                0,
                LIMIT));
        assertThat(supervisor.awaitReady(LIMIT)).isNull();
        return supervisor;
    }

    private Instant now() throws SQLException, IOException {
        try (Connection connection = server.session();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            return row.getObject(1, java.time.OffsetDateTime.class).toInstant();
        }
    }

    private void execute(String sql) throws SQLException, IOException {
        try (Connection connection = server.session();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, content);
    }
}
