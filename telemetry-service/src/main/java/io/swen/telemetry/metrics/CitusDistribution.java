package io.swen.telemetry.metrics;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Distributes the tables of samples over the nodes of a Citus cluster by their series, once, where that is configured. */
@Component
@ConditionalOnBooleanProperty("swen.telemetry.metrics.citus")
@DependsOnDatabaseInitialization
class CitusDistribution implements InitializingBean {

    private static final Logger LOG = LoggerFactory.getLogger(CitusDistribution.class);
    /** The first one's placement is the others': what belongs to a series stays together. */
    private static final List<String> TABLES =
            List.of("metric_sample", "metric_1m", "metric_1h", "metric_1d", "metric_latest");

    private final JdbcTemplate jdbc;

    CitusDistribution(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void afterPropertiesSet() {
        Integer installed =
                jdbc.queryForObject("select count(*) from pg_extension where extname = 'citus'", Integer.class);
        if (installed == null || installed == 0) {
            throw new IllegalStateException(
                    "swen.telemetry.metrics.citus is true, but the database has no extension citus:"
                            + " a superuser has to create it");
        }
        for (String table : TABLES) {
            Integer known = jdbc.queryForObject(
                    "select count(*) from pg_dist_partition where logicalrelid = ?::regclass", Integer.class, table);
            if (known == null || known == 0) {
                jdbc.queryForList(
                        "select create_distributed_table(?::regclass, 'series', colocate_with => ?)",
                        table,
                        table.equals(TABLES.getFirst()) ? "none" : TABLES.getFirst());
                LOG.info("{} is distributed by series", table);
            }
        }
    }
}
