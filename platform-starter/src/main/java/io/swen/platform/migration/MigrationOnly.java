package io.swen.platform.migration;

import io.swen.platform.audit.AuditSchemaAutoConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Turns the start of any service into a run of its migrations where {@code swen.migration.mode=only} says so: nothing of the service
 * itself comes to be, no port is opened and no job starts.
 */
final class MigrationOnly implements ApplicationListener<ApplicationContextInitializedEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationOnly.class);

    @Override
    public void onApplicationEvent(ApplicationContextInitializedEvent event) {
        ConfigurableEnvironment environment = event.getApplicationContext().getEnvironment();
        if (isWanted(environment)) {
            migrate(environment);
            LOG.info("the database is up to date; this run ends, as SWEN_MIGRATIONS=only asks for");
            System.exit(0);
        }
    }

    static boolean isWanted(ConfigurableEnvironment environment) {
        return Binder.get(environment)
                .bind("swen.migration.mode", MigrationProperties.Mode.class)
                .map(mode -> mode == MigrationProperties.Mode.ONLY)
                .orElse(false);
    }

    /** What fails is thrown, so that the process ends as one whose start failed. */
    static void migrate(ConfigurableEnvironment environment) {
        try (AnnotationConfigApplicationContext databases = new AnnotationConfigApplicationContext()) {
            databases.setEnvironment(environment);
            databases.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance());
            databases.register(Databases.class);
            databases.refresh();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        FlywayAutoConfiguration.class,
        AuditSchemaAutoConfiguration.class,
        MigrationAutoConfiguration.class
    })
    static class Databases {}
}
