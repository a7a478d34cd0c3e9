package io.swen.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.swen.platform.test.PostgresServer;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class AuditSchemaIntegrationTests {

    @Test
    void takesOverTheRowsOfTheTableBefore() {
        PostgresServer.Database database = PostgresServer.newDatabase("swen_thing");
        JdbcTemplate jdbc =
                new JdbcTemplate(new DriverManagerDataSource(database.url(), database.username(), database.password()));
        platform(database, "0.1");
        UUID first = UUID.randomUUID();
        for (String action : new String[] {"user.create", "login.failure"}) {
            jdbc.update(
                    "insert into audit_event (id, at, action, resource_type, resource_id, after) values"
                            + " (?, now(), ?, 'user', 'u-1', '{\"a\": 1}')",
                    action.equals("user.create") ? first : UUID.randomUUID(),
                    action);
        }

        schema(database, database.auditUsername()).migrate();
        platform(database, "latest");

        assertThat(jdbc.queryForList("select outcome from audit.event order by tx, seq", String.class))
                .containsExactly("succeeded", "refused");
        assertThat(jdbc.queryForObject("select id from audit.event order by tx, seq limit 1", UUID.class))
                .isEqualTo(first);
        assertThat(jdbc.queryForObject("select to_regclass('public.audit_event')::text", String.class))
                .isNull();
        // Another start changes nothing.
        schema(database, database.auditUsername()).migrate();
    }

    @Test
    void mustNotBelongToTheServicesOwnRole() {
        PostgresServer.Database database = PostgresServer.newDatabase("swen_thing");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> schema(database, database.username()))
                .withMessageContaining("must belong to another one, such as swen_thing_audit");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> new AuditSchema(
                        database.url(),
                        database.username(),
                        new AuditProperties.Database(database.auditUsername(), "")))
                .withMessageContaining("swen.audit.database.password is not set");
    }

    private static AuditSchema schema(PostgresServer.Database database, String owner) {
        return new AuditSchema(
                database.url(), database.username(), new AuditProperties.Database(owner, database.password()));
    }

    private static void platform(PostgresServer.Database database, String target) {
        Flyway.configure()
                .dataSource(database.url(), database.username(), database.password())
                .locations("classpath:db/platform")
                .target(target)
                .load()
                .migrate();
    }
}
