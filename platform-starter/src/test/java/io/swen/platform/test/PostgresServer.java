package io.swen.platform.test;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** One real PostgreSQL for the whole test run: a container where a Docker daemon answers, an embedded server otherwise. */
public final class PostgresServer {

    /** Where to connect, as the superuser of the test server. */
    public record Database(String url, String username, String password) {}

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

    /** A new, empty database whose name begins with the given one. */
    public static synchronized Database newDatabase(String name) {
        String unique = name + "_" + Long.toString(System.nanoTime(), 36);
        try (Connection connection =
                        DriverManager.getConnection(INSTANCE.url("postgres"), INSTANCE.username, INSTANCE.password);
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + unique);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create a test database", e);
        }
        return new Database(INSTANCE.url(unique), INSTANCE.username, INSTANCE.password);
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
        PostgreSQLContainer container =
                new PostgreSQLContainer(System.getenv().getOrDefault("SWEN_TEST_POSTGRES_IMAGE", "postgres:18-alpine"));
        container.start();
        return new PostgresServer(
                container.getHost(),
                container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                container.getUsername(),
                container.getPassword());
    }

    private static PostgresServer embedded() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "off")
                    .setServerConfig("max_connections", "200")
                    .start();
            return new PostgresServer("localhost", server.getPort(), "postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the embedded PostgreSQL", e);
        }
    }
}
