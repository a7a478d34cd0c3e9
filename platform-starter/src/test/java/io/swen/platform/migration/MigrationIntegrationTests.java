package io.swen.platform.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swen.platform.test.PostgresServer;
import io.swen.platform.test.TestPlatform;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class MigrationIntegrationTests {

    private final Map<String, Object> database = TestPlatform.properties("thing");

    @Test
    void bringsBothSchemasUpToDateAndNothingElse() throws IOException, SQLException {
        StandardEnvironment only = environment(Map.of("swen.migration.mode", "only"));

        assertThat(MigrationOnly.isWanted(only)).isTrue();
        MigrationOnly.migrate(only);

        assertThat(tables("public")).contains("event_log", "flyway_schema_history");
        assertThat(tables("audit")).contains("event", "flyway_schema_history");
        // Another run changes nothing.
        int made = made();
        MigrationOnly.migrate(only);
        assertThat(made()).isEqualTo(made);
    }

    @Test
    void isNotWantedUnlessAskedFor() throws IOException {
        assertThat(MigrationOnly.isWanted(environment(Map.of()))).isFalse();
        assertThat(MigrationOnly.isWanted(environment(Map.of("swen.migration.mode", "elsewhere"))))
                .isFalse();
    }

    @Test
    void aServiceThatMustNotMigrateWaitsForWhoDoes() throws Exception {
        StandardEnvironment elsewhere = environment(Map.of("swen.migration.mode", "elsewhere"));
        CompletableFuture<Void> start = CompletableFuture.runAsync(() -> MigrationOnly.migrate(elsewhere));
        assertThat(start).isNotDone();

        MigrationOnly.migrate(environment(Map.of("swen.migration.mode", "only")));

        start.get(30, TimeUnit.SECONDS);
    }

    @Test
    void whoWaitsInVainSaysWhatToDo() throws IOException, SQLException {
        StandardEnvironment impatient =
                environment(Map.of("swen.migration.mode", "elsewhere", "swen.migration.patience", "PT0.1S"));

        assertThatThrownBy(() -> MigrationOnly.migrate(impatient))
                .rootCause()
                .hasMessageContaining("migrations of the database have not been made within PT0.1S")
                .hasMessageContaining("SWEN_MIGRATIONS=only");
        assertThat(tables("audit")).isEmpty();
    }

    private StandardEnvironment environment(Map<String, Object> settings) throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addLast(new MapPropertySource("asked", settings));
        environment.getPropertySources().addLast(new MapPropertySource("database", database));
        for (String file : new String[] {"application.yml", "swen-platform.yml"}) {
            // The first document; the others are of profiles.
            PropertySource<?> defaults = new YamlPropertySourceLoader()
                    .load(file, new ClassPathResource(file))
                    .getFirst();
            environment.getPropertySources().addLast(defaults);
        }
        return environment;
    }

    private List<@Nullable String> tables(String schema) throws SQLException {
        try (Connection connection = superuser()) {
            return jdbc(connection)
                    .queryForList(
                            "select table_name from information_schema.tables where table_schema = ?",
                            String.class,
                            schema);
        }
    }

    private int made() throws SQLException {
        try (Connection connection = superuser()) {
            Integer made = jdbc(connection)
                    .queryForObject(
                            "select (select count(*) from flyway_schema_history)"
                                    + " + (select count(*) from audit.flyway_schema_history)",
                            Integer.class);
            return made == null ? 0 : made;
        }
    }

    private Connection superuser() throws SQLException {
        return PostgresServer.superuser(String.valueOf(database.get("spring.datasource.url")));
    }

    private static JdbcTemplate jdbc(Connection connection) {
        return new JdbcTemplate(new SingleConnectionDataSource(connection, true));
    }
}
