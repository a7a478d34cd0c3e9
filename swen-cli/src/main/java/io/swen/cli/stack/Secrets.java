package io.swen.cli.stack;

import io.swen.cli.console.Json;
import io.swen.cli.database.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes each secret of the local platform once and keeps it in a file of its own. */
final class Secrets {
    static final String DATABASE_PASSWORD = "spring.datasource.password";
    static final String AUDIT_PASSWORD = "swen.audit.database.password";
    static final String CLIENT_SECRET = "swen.security.client-secret";

    /** Programs that watch the platform, each with a client of its own. */
    private static final List<String> WATCHERS = List.of("prometheus", "alertmanager");

    private static final Map<String, List<String>> ACCOUNTS = accounts();

    private final SwenHome home;

    Secrets(SwenHome home) {
        this.home = home;
    }

    private static Map<String, List<String>> accounts() {
        Map<String, List<String>> accounts = new LinkedHashMap<>();
        accounts.put("admin", List.of("admin"));
        accounts.put("operator", List.of("operator"));
        accounts.put("approver1", List.of("approver"));
        accounts.put("approver2", List.of("approver"));
        return accounts;
    }

    /** Makes whatever is missing; what exists stays as it is. */
    void provide() throws IOException {
        for (Service service : Service.withDatabase()) {
            secret(home.secrets(service).resolve(DATABASE_PASSWORD));
            secret(home.secrets(service).resolve(AUDIT_PASSWORD));
            secret(home.secrets(service).resolve(CLIENT_SECRET));
            SwenHome.folder(encryptionKeys(service));
        }
        secret(superuserPasswordFile());
        SwenHome.folder(identityKeys());
        provideCloudKeys();
        provideCloudFiles();
        provideClients();
        provideAccounts();
    }

    Path superuserPasswordFile() {
        return home.secrets().resolve("postgres").resolve("superuser-password");
    }

    /** The folder in which identity-service keeps its signing keys. */
    Path identityKeys() {
        return home.secrets().resolve("identity-keys");
    }

    /** The folder in which a service keeps the keys that seal what it stores; beside its config tree, which would read them. */
    Path encryptionKeys(Service service) {
        return home.secrets().resolve("encryption-keys").resolve(service.label());
    }

    /** The folder in which each service keeps the key that signs its audit log. */
    Path auditKeys() {
        return home.secrets().resolve("audit-keys");
    }

    /** The file with what Prometheus or Alertmanager proves itself with. */
    static Path watcherSecret(SwenHome home, String watcher) {
        return home.secrets().resolve(watcher).resolve("client-secret");
    }

    Path clientsFile() {
        return home.secrets().resolve("clients.json");
    }

    /** The access keys that the simulator accepts. */
    Path cloudKeysFile() {
        return home.secrets().resolve("simulator").resolve("credentials.json");
    }

    /** Passwords by role name, for the database server. */
    Map<String, Databases.Passwords> databasePasswords() throws IOException {
        Map<String, Databases.Passwords> passwords = new LinkedHashMap<>();
        for (Service service : Service.withDatabase()) {
            passwords.put(
                    service.databaseName(),
                    new Databases.Passwords(
                            secret(home.secrets(service).resolve(DATABASE_PASSWORD)),
                            secret(home.secrets(service).resolve(AUDIT_PASSWORD))));
        }
        return passwords;
    }

    /** Where the SDKs find the simulated clouds' keys: in files, because an environment is inherited and shown. */
    Map<String, String> cloudEnvironment() {
        return Map.of(
                "AWS_SHARED_CREDENTIALS_FILE",
                cloudFile("aws-credentials").toString(),
                "AWS_REGION",
                "us-east-1",
                "AWS_EC2_METADATA_DISABLED",
                "true",
                "ALIBABA_CLOUD_CREDENTIALS_FILE",
                cloudFile("alibaba-credentials").toString());
    }

    private Path cloudFile(String name) {
        return home.secrets().resolve("clouds").resolve(name);
    }

    private void provideCloudFiles() throws IOException {
        ObjectNode keys = Json.bind(Json.parse(Files.readString(cloudKeysFile())), ObjectNode.class);
        JsonNode aws = keys.path("aws").path(0);
        JsonNode alibaba = keys.path("alibaba").path(0);
        SwenHome.write(
                cloudFile("aws-credentials"),
                "[default]\naws_access_key_id = " + Json.text(aws, "access_key_id", "") + "\naws_secret_access_key = "
                        + Json.text(aws, "secret_access_key", "") + "\n");
        SwenHome.write(
                cloudFile("alibaba-credentials"),
                "[default]\nenable = true\ntype = access_key\naccess_key_id = "
                        + Json.text(alibaba, "access_key_id", "") + "\naccess_key_secret = "
                        + Json.text(alibaba, "access_key_secret", "") + "\n");
    }

    private void provideCloudKeys() throws IOException {
        if (Files.exists(cloudKeysFile())) {
            return;
        }
        ObjectNode aws = Json.object()
                .put("access_key_id", "AKIA" + NewAccount.letters(16))
                .put("secret_access_key", NewAccount.secret());
        ObjectNode alibaba = Json.object()
                .put("access_key_id", "LTAI" + NewAccount.letters(20))
                .put("access_key_secret", NewAccount.secret());
        ObjectNode keys = Json.object();
        keys.set("aws", Json.array().add(aws));
        keys.set("alibaba", Json.array().add(alibaba));
        SwenHome.write(cloudKeysFile(), Json.pretty(keys));
    }

    private void provideClients() throws IOException {
        ArrayNode clients = Json.array();
        for (Service service : Service.withDatabase()) {
            clients.add(Json.object()
                    .put("client_id", service.clientId())
                    .put("client_secret", secret(home.secrets(service).resolve(CLIENT_SECRET))));
        }
        for (String watcher : WATCHERS) {
            clients.add(Json.object()
                    .put("client_id", "swen-" + watcher)
                    .put("client_secret", secret(watcherSecret(home, watcher))));
        }
        String content = Json.pretty(clients);
        if (!Files.exists(clientsFile()) || !Files.readString(clientsFile()).equals(content)) {
            SwenHome.write(clientsFile(), content);
        }
    }

    private void provideAccounts() throws IOException {
        if (Files.exists(home.credentials())) {
            addAuthenticators();
            return;
        }
        ArrayNode users = Json.array();
        ACCOUNTS.forEach((name, roles) -> users.add(NewAccount.json(name, roles, List.of("*"), List.of("*"))));
        ObjectNode file = Json.object();
        file.set("users", users);
        SwenHome.write(home.credentials(), Json.pretty(file));
    }

    /** Accounts of an earlier version have no authenticator yet. */
    private void addAuthenticators() throws IOException {
        ObjectNode file = Json.bind(Json.parse(Files.readString(home.credentials())), ObjectNode.class);
        boolean changed = false;
        for (JsonNode user : file.path("users")) {
            if (user instanceof ObjectNode account && !account.has(NewAccount.TOTP_SECRET)) {
                account.put(NewAccount.TOTP_SECRET, NewAccount.totpSecret());
                changed = true;
            }
        }
        if (changed) {
            SwenHome.write(home.credentials(), Json.pretty(file));
        }
    }

    private String secret(Path file) throws IOException {
        if (!Files.exists(file)) {
            SwenHome.write(file, NewAccount.secret());
        }
        return Files.readString(file).strip();
    }
}
