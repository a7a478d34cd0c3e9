package io.swen.cli.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.swen.cli.process.ProcessIdentity;
import io.swen.cli.process.ProcessSpec;
import io.swen.cli.process.ProcessState;
import io.swen.cli.process.ProcessStatus;
import io.swen.cli.process.Supervisor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresServerIntegrationTests {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private Path folder;
    private PostgresServer server;
    private Supervisor supervisor;
    private int port;

    @BeforeAll
    void prepare(@TempDir Path home) throws IOException {
        folder = home;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Path password = folder.resolve("superuser-password");
        Files.writeString(password, "of-the-superuser\n");
        PostgresBinaries binaries = PostgresBinaries.unpack(folder.resolve("binaries"));
        server = new PostgresServer(binaries, folder.resolve("data"), port, password);
    }

    @BeforeEach
    void start() throws Exception {
        supervisor = supervise();
        new Databases(server).provide(passwords());
    }

    @AfterEach
    void stop() throws InterruptedException {
        supervisor.stop();
    }

    @Test
    void nobodyGetsInWithoutAPasswordOrWithAWrongOne() {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() ->
                        server.connect("postgres", PostgresServer.SUPERUSER, "").close())
                .withMessageContaining("password");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(
                        () -> server.connect("swen_one", "swen_one", "wrong").close())
                .withMessageContaining("password authentication failed");
    }

    @Test
    void everyRowCanBeReadAsADumpWouldHaveIt() throws Exception {
        try (Connection connection = server.connect("swen_one");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE planted (as_text text, as_bytes bytea)");
            statement.execute("INSERT INTO planted VALUES ('a planted secret', 'a planted secret')");
        }
        Map<String, ByteArrayOutputStream> tables = new LinkedHashMap<>();

        DatabaseContents contents = new DatabaseContents(server);
        try (Connection working = server.connect("swen_one");
                Statement statement = working.createStatement()) {
            // A service at work has such tables, and no other session may read them.
            statement.execute("CREATE TEMPORARY TABLE staged (row text)");
            statement.execute("INSERT INTO staged VALUES ('x')");
            contents.read("swen_one", ByteArrayOutputStream::new, tables::put);
        }

        assertThat(contents.databases()).contains("swen_one", "postgres");
        assertThat(Objects.requireNonNull(tables.get("public.planted")).toString(StandardCharsets.UTF_8))
                .contains("a planted secret\t\\\\x"
                        + HexFormat.of().formatHex("a planted secret".getBytes(StandardCharsets.UTF_8)));
        try (Connection connection = server.connect("swen_one");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE planted");
        }
    }

    @Test
    void passwordsAreKeptAsScramAndNoRuleLetsAnybodyInWithoutOne() throws Exception {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery(
                    "SELECT bool_and(rolpassword LIKE 'SCRAM-SHA-256$%') FROM pg_authid" + " WHERE rolcanlogin")) {
                rows.next();
                assertThat(rows.getBoolean(1)).isTrue();
            }
            try (ResultSet rows = statement.executeQuery("SELECT DISTINCT auth_method FROM pg_hba_file_rules")) {
                rows.next();
                assertThat(rows.getString(1)).isEqualTo("scram-sha-256");
                assertThat(rows.next()).isFalse();
            }
        }
    }

    @Test
    void aRoleOwnsItsOwnDatabaseAndMayConnectToNoOther() throws Exception {
        try (Connection own = server.connect("swen_one", "swen_one", "first ' password");
                Statement statement = own.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS mine (x int)");
        }
        for (String other : List.of("swen_two", "postgres", "template1")) {
            assertThatExceptionOfType(SQLException.class)
                    .as(other)
                    .isThrownBy(() -> server.connect(other, "swen_one", "first ' password")
                            .close())
                    .withMessageContaining("permission denied");
        }
    }

    @Test
    void theAuditRoleMayMakeItsSchemaInItsServicesDatabaseWhichTheServiceCannotTouch() throws Exception {
        try (Connection audit = server.connect("swen_one", "swen_one_audit", "first audit");
                Statement statement = audit.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS audit");
            statement.execute("CREATE TABLE IF NOT EXISTS audit.row (x int)");
        }
        try (Connection own = server.connect("swen_one", "swen_one", "first ' password");
                Statement statement = own.createStatement()) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> statement.execute("DROP SCHEMA audit CASCADE"))
                    .withMessageContaining("must be owner");
        }
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> server.connect("swen_two", "swen_one_audit", "first audit")
                        .close())
                .withMessageContaining("permission denied");
    }

    @Test
    void providingTwiceChangesNothingAndANewPasswordReplacesTheOldOne() throws Exception {
        new Databases(server).provide(passwords());
        new Databases(server).provide(Map.of("swen_two", new Databases.Passwords("renewed", "renewed audit")));
        server.connect("swen_two", "swen_two", "renewed").close();
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(
                        () -> server.connect("swen_two", "swen_two", "second").close());
    }

    @Test
    void dataOutlivesACleanStopAndAKill() throws Exception {
        execute("CREATE TABLE kept (x int)");
        execute("INSERT INTO kept VALUES (1)");
        supervisor.stop();
        supervisor = supervise();
        execute("INSERT INTO kept VALUES (2)");

        ProcessHandle.of(identity().pid()).orElseThrow().destroyForcibly();

        await().atMost(LIMIT).until(() -> supervisor.statuses().getFirst().restarts() == 1 && server.ready());
        assertThat(count("kept")).isEqualTo(2);
    }

    @Test
    void aServerThatAKilledSupervisorLeftIsStoppedBeforeTheNextStart() throws Exception {
        supervisor.stop();
        Process orphan = new ProcessBuilder(server.prepare())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("orphan.log").toFile())
                .start();
        await().atMost(LIMIT).until(server::ready);

        supervisor = supervise();

        assertThat(orphan.isAlive()).isFalse();
        assertThat(server.ready()).isTrue();
    }

    @Test
    void aPidFileOfAProcessThatIsNoServerIsRemoved() throws Exception {
        supervisor.stop();
        Files.writeString(
                folder.resolve("data/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + folder.resolve("data") + "\n1\n");
        supervisor = supervise();
        assertThat(server.ready()).isTrue();
    }

    @Test
    void anEmptyDatabaseCanBeProvidedAndDropped() throws Exception {
        Databases databases = new Databases(server);
        databases.provideEmpty("scratch", "swen_one");
        try (Connection own = server.connect("scratch", "swen_one", "first ' password")) {
            assertThat(own.isValid(2)).isTrue();
        }
        databases.drop("scratch");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> server.connect("scratch", "swen_one", "first ' password")
                        .close())
                .withMessageContaining("does not exist");
    }

    private Supervisor supervise() throws InterruptedException {
        Supervisor fresh = new Supervisor(Clock.systemUTC(), (status, event) -> {});
        fresh.start(new ProcessSpec(
                "postgres",
                server::prepare,
                Map.of("PATH", System.getenv("PATH")),
                folder,
                folder.resolve("postgres.log"),
                port,
                server::ready,
                "INT",
                0,
                Duration.ofSeconds(15)));
        ProcessStatus problem = fresh.awaitReady(LIMIT);
        assertThat(problem).isNull();
        assertThat(fresh.statuses().getFirst().state()).isEqualTo(ProcessState.READY);
        return fresh;
    }

    private ProcessIdentity identity() {
        return Objects.requireNonNull(supervisor.statuses().getFirst().identity());
    }

    private static Map<String, Databases.Passwords> passwords() {
        Map<String, Databases.Passwords> passwords = new LinkedHashMap<>();
        passwords.put("swen_one", new Databases.Passwords("first ' password", "first audit"));
        passwords.put("swen_two", new Databases.Passwords("second", "second audit"));
        return passwords;
    }

    private void execute(String sql) throws SQLException, IOException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int count(String table) throws SQLException, IOException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
