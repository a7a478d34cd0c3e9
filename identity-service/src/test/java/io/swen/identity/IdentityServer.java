package io.swen.identity;

import io.swen.platform.test.SwenIntegrationTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The one context of all integration tests, started from files: clients, users, and a folder for its key. */
@SwenIntegrationTest
public abstract class IdentityServer {

    static final String PUBLIC_URL = "http://swen.test";
    private static final String RANDOM = "0123456789abcdef0123456789abcdef";
    static final String ROOT_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    static final Path FOLDER = folder();
    static final LogoutReceiver GATEWAY = new LogoutReceiver();

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("swen.public-url", () -> PUBLIC_URL);
        registry.add(
                "swen.identity.issuer.clients-file",
                () -> FOLDER.resolve("clients.json").toString());
        registry.add(
                "swen.identity.issuer.keys-dir", () -> FOLDER.resolve("keys").toString());
        // A new key signs at once, so that a test need not wait for it.
        registry.add("swen.identity.issuer.signing-key-lead", () -> "0s");
        registry.add("swen.identity.sessions.back-channel[swen-gateway]", GATEWAY::address);
        registry.add(
                "swen.identity.users.file", () -> FOLDER.resolve("users.json").toString());
    }

    /** Each test may use the codes of this moment again. */
    @BeforeEach
    void forgetUsedCodes(@Autowired JdbcTemplate jdbc) {
        jdbc.update("update totp_factor set last_step = -1");
    }

    static String secretOf(String client) {
        return client + RANDOM;
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("swen-identity");
            Files.writeString(folder.resolve("clients.json"), """
                    [{"client_id":"swen-gateway","client_secret":"swen-gateway%1$s"},
                     {"client_id":"swen-routing","client_secret":"swen-routing%1$s"},
                     {"client_id":"swen-telemetry","client_secret":"swen-telemetry%1$s"}]
                    """.formatted(RANDOM));
            Files.writeString(folder.resolve("users.json"), """
                    {"users":[
                      {"username":"ada","password":"correct horse","actor_id":"11111111-1111-4111-8111-111111111111",
                       "display_name":"Ada","roles":["operator"],"teams":["research"],"environments":["dev","staging"]},
                      {"username":"root","password":"battery staple","actor_id":"22222222-2222-4222-8222-222222222222",
                       "roles":["admin"],"teams":["*"],"environments":["*"],"totp_secret":"%2$s"},
                      {"username":"max","password":"no factor yet","actor_id":"55555555-5555-4555-8555-555555555555",
                       "roles":["approver"],"teams":["*"],"environments":["*"]},
                      {"username":"eve","password":"guess me never","actor_id":"33333333-3333-4333-8333-333333333333",
                       "roles":["viewer"],"teams":[],"environments":[]},
                      {"username":"mia","password":"a quiet morning","actor_id":"66666666-6666-4666-8666-666666666666",
                       "display_name":"Mia","roles":["viewer"],"teams":[],"environments":[]}]}
                    """.formatted(RANDOM, ROOT_SECRET));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
