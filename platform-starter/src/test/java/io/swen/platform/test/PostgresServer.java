package io.swen.platform.test;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** One real PostgreSQL for the whole test run: a container where a Docker daemon answers, an embedded server otherwise. */
public final class PostgresServer {

    /**
     * Where to connect, as the role of a service, which owns the database but is no superuser; the role that owns the audit
     * schema has the same password.
     */
    public record Database(String url, String username, String auditUsername, String password) {}

    private static final String PASSWORD = "for-this-test-run-only";

    /** Set to true by what measures: a commit waits for the disk, and the server is set up as {@code ./swen up} does it. */
    public static final String DURABLE = "swen.test.durable";

    private static final Map<String, String> AS_IN_PRODUCTION = Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "shared_buffers", "192MB",
            "work_mem", "8MB",
            "wal_buffers", "8MB",
            "max_wal_size", "2GB",
            "random_page_cost", "1.1",
            "jit", "off");

    private static final PostgresServer INSTANCE = start();

    private final String host;
    private final int port;
    private final String username;
    private final String password;

    private PostgresServer(String host, int port, String username, String password) {
        this.host = host;
        this.port = port;
        this.username = username;
        this.password = password;
    }

    /** A new, empty database whose name begins with the given one, and the two roles a service has, as in production. */
    public static synchronized Database newDatabase(String name) {
        String unique = name + "_" + Long.toString(System.nanoTime(), 36);
        String audit = name + "_audit";
        try (Connection connection =
                        DriverManager.getConnection(INSTANCE.url("postgres"), INSTANCE.username, INSTANCE.password);
                Statement statement = connection.createStatement()) {
            for (String role : List.of(name, audit)) {
                try (ResultSet known = statement.executeQuery("select from pg_roles where rolname = '" + role + "'")) {
                    if (known.next()) {
                        continue;
                    }
                }
                statement.execute("create role " + role + " login nosuperuser nocreatedb nocreaterole password '"
                        + PASSWORD + "'");
            }
            statement.execute("create database " + unique + " owner " + name);
            statement.execute("grant connect, create on database " + unique + " to " + audit);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create a test database", e);
        }
        return new Database(INSTANCE.url(unique), name, audit, PASSWORD);
    }

    /** A connection as the server's superuser, for tests of what an attacker with all rights could do. */
    public static Connection superuser(String url) throws SQLException {
        return DriverManager.getConnection(url, INSTANCE.username, INSTANCE.password);
    }

    private String url(String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    private static PostgresServer start() {
        return dockerAnswers() ? container() : embedded();
    }

    private static boolean dockerAnswers() {
        return System.getenv("SWEN_TEST_EMBEDDED") == null
                && DockerClientFactory.instance().isDockerAvailable();
    }

    @SuppressWarnings("resource") // lives as long as the JVM; removed by Testcontainers
    private static PostgresServer container() {
        // Another image is used as the official one is: where nothing can be pulled, deploy/docker/verify.sh makes one.
        String image = System.getenv().getOrDefault("SWEN_TEST_POSTGRES_IMAGE", "postgres:18-alpine");
        PostgreSQLContainer container =
                new PostgreSQLContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"));
        if (Boolean.getBoolean(DURABLE)) {
            // Its own command switches fsync off.
            List<String> command = new ArrayList<>(List.of("postgres"));
            AS_IN_PRODUCTION.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
            container.withCommand(command.toArray(String[]::new));
        }
        container.start();
        return new PostgresServer(
                container.getHost(),
                container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                container.getUsername(),
                container.getPassword());
    }

    private static PostgresServer embedded() {
        try {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "off")
                    .setServerConfig("max_connections", "200");
            if (Boolean.getBoolean(DURABLE)) {
                AS_IN_PRODUCTION.forEach(builder::setServerConfig);
            }
            EmbeddedPostgres server = builder.start();
            return new PostgresServer("localhost", server.getPort(), "postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the embedded PostgreSQL", e);
        }
    }
}
