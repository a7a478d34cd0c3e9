package io.swen.platform.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Points a context under test at the shared servers; a test adds what else it needs with {@code @DynamicPropertySource}. */
public final class TestPlatform implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Map<String, Object> properties = properties(context.getEnvironment().getRequiredProperty("swen.service"));
        // Lowest of the test's own sources, so that a test may override each of them.
        context.getEnvironment()
                .getPropertySources()
                .addBefore("systemProperties", new MapPropertySource("swen-test-platform", properties));
    }

    /** What a service is told, here or in a process of its own: a new database, new folders and the issuer of tests. */
    public static Map<String, Object> properties(String service) {
        PostgresServer.Database database = PostgresServer.newDatabase("swen_" + service);
        Map<String, Object> properties = new HashMap<>();
        properties.put("spring.datasource.url", database.url());
        properties.put("spring.datasource.username", database.username());
        properties.put("spring.datasource.password", database.password());
        properties.put("swen.audit.database.username", database.auditUsername());
        properties.put("swen.audit.database.password", database.password());
        properties.put("swen.audit.directory", newFolder("swen-audit").toString());
        properties.put("swen.audit.keys-directory", newFolder("swen-audit-keys").toString());
        properties.put("spring.security.oauth2.resourceserver.jwt.issuer-uri", TestIssuer.ISSUER);
        properties.put(
                "spring.security.oauth2.resourceserver.jwt.jwk-set-uri",
                TestIssuer.address() + "/identity/oauth2/jwks");
        properties.put("swen.services.identity", TestIssuer.address());
        properties.put("swen.security.client-secret", "only-the-test-issuer-takes-this");
        properties.put("swen.encryption.keys-dir", newFolder("swen-keys").toString());
        properties.put("logging.structured.format.console", "");
        return properties;
    }

    private static Path newFolder(String name) {
        try {
            Path folder = Files.createTempDirectory(name);
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
