package io.swen.cli.stack;

import io.swen.cli.project.JavaInstallation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What each child process is told; nothing of the caller's own environment reaches it unasked. */
final class Environments {
    private static final String LOCAL_LIMITS_SCALE = "1000";
    /** What Terraform itself is configured by. */
    private static final List<String> TERRAFORM =
            List.of("TF_CLI_CONFIG_FILE", "TF_PLUGIN_CACHE_DIR", "TERRAFORM_PRETEND_CLOUD");

    private static final Set<String> PASSED_ON = Set.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "TZ", "TMPDIR");
    /** Where the simulator puts the events of its EC2. */
    private static final String SIMULATED_NOTICES = "arn:aws:sqs:us-east-1:210987654321:swen-notices";

    private static final Set<String> CLOUD_SETTINGS = Set.of(
            "SWEN_AWS_ROLE_ARN",
            "SWEN_AWS_EXTERNAL_ID",
            "SWEN_ALIBABA_ROLE_ARN",
            "SWEN_AWS_NOTICE_QUEUES",
            "SWEN_AWS_PRICE_FILES",
            "SWEN_AWS_COST_EXPORT_BUCKET",
            "SWEN_AWS_COST_EXPORT_PREFIX",
            "SWEN_AWS_COST_EXPORT_NAME",
            "SWEN_AWS_COST_EXPORT_REGION");
    private static final Set<String> CLOUD_PREFIXES = Set.of("AWS_", "ALIBABA_CLOUD_");

    /** Where a Kafka is, how to sign in there, and what is read from it. */
    private static final Set<String> KAFKA_PREFIXES = Set.of("SWEN_KAFKA_", "SPRING_KAFKA_", "SWEN_TELEMETRY_KAFKA_");

    /** Settings of the services themselves that a user may make when starting the platform. */
    private static final Set<String> SETTINGS = Set.of("SWEN_GITOPS_MODE", "SWEN_TRACING_SAMPLING", "SWEN_LOG_FORMAT");

    /** Where the services send their spans; none are sent where it is not set. */
    private static final String TRACES_TO = "SWEN_OTLP_ENDPOINT";

    private static final String OTLP_ENDPOINT = "MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT";

    private final SwenHome home;
    private final PortPlan ports;
    private final Secrets secrets;
    private final JavaInstallation java;
    private final double speed;
    private final Map<String, String> caller;

    Environments(
            SwenHome home,
            PortPlan ports,
            Secrets secrets,
            JavaInstallation java,
            double speed,
            Map<String, String> caller) {
        this.home = home;
        this.ports = ports;
        this.secrets = secrets;
        this.java = java;
        this.speed = speed;
        this.caller = Map.copyOf(caller);
    }

    /** A PostgreSQL of the user's own instead of the embedded one; null to run that. */
    @Nullable
    String foreignDatabase() {
        String url = caller.get("SWEN_DATABASE_URL");
        return url == null || url.isBlank() ? null : url;
    }

    /** False once the user says so: then the SDKs talk to the real clouds with the user's own credentials. */
    boolean cloudsSimulated() {
        return !"false".equalsIgnoreCase(caller.getOrDefault("SWEN_CLOUDS_SIMULATED", "true"));
    }

    boolean cachesWanted() {
        return !"off".equalsIgnoreCase(caller.getOrDefault("SWEN_AOT", "on"));
    }

    /** How the platform backs itself up; empty unless the user asks for it. */
    Optional<BackupSettings> backups() {
        return BackupSettings.of(caller);
    }

    /** What every child gets: enough to find programs and to speak the user's language. */
    Map<String, String> clean() {
        Map<String, String> environment = new HashMap<>();
        caller.forEach((name, value) -> {
            if (PASSED_ON.contains(name)
                    || SETTINGS.contains(name)
                    || name.startsWith("LC_")
                    || name.startsWith("OTEL_")) {
                environment.put(name, value);
            }
        });
        environment.put("JAVA_HOME", java.home().toString());
        return environment;
    }

    Map<String, String> of(Service service) throws IOException {
        Map<String, String> environment = clean();
        environment.put("SERVER_PORT", Integer.toString(ports.of(service)));
        // The local platform answers this machine only, unless the user names another address.
        environment.put("SERVER_ADDRESS", caller.getOrDefault("SWEN_BIND_ADDRESS", "127.0.0.1"));
        if (service == Service.SIMULATOR) {
            simulator(environment);
            return environment;
        }
        environment.put("SWEN_PUBLIC_URL", ports.publicUrl());
        String collector = caller.get(TRACES_TO);
        if (collector != null && !collector.isBlank()) {
            environment.put(OTLP_ENDPOINT, collector);
        }
        for (Service each : Service.withDatabase()) {
            if (each != Service.GATEWAY) {
                environment.put("SWEN_" + upper(each) + "_URL", PortPlan.url(ports.of(each)));
            }
        }
        environment.put("SWEN_SECRETS_DIR", home.secrets(service).toString());
        environment.put(
                "SWEN_ENCRYPTION_KEYS_DIR", secrets.encryptionKeys(service).toString());
        environment.put("SWEN_AUDIT_DIR", home.audit().toString());
        environment.put("SWEN_AUDIT_KEYS_DIR", secrets.auditKeys().toString());
        String foreign = foreignDatabase();
        environment.put("SWEN_DATABASE_URL", foreign == null ? embeddedDatabase() : foreign);
        String own = caller.get(databaseVariable(service));
        if (own != null) {
            environment.put(databaseVariable(service), own);
        }
        caller.forEach((name, value) -> {
            if (isKafka(name)) {
                environment.put(name, value);
            }
        });
        clouds(environment, service);
        if (service == Service.GATEWAY) {
            // Every caller of a platform on one machine has the same address, and demonstrations and benchmarks are to
            // run at full speed.
            if (backups().isPresent()) {
                environment.put("SWEN_BACKUP_STATUS_FILE", home.backupStatus().toString());
            }
            environment.put("SWEN_LIMITS_SCALE", caller.getOrDefault("SWEN_LIMITS_SCALE", LOCAL_LIMITS_SCALE));
        }
        if (service == Service.GITOPS) {
            environment.put("SWEN_GIT_DIR", home.git().toString());
            environment.put("SWEN_TERRAFORM_DIR", home.terraform().toString());
            if (cloudsSimulated()) {
                environment.put("SWEN_GITOPS_CRASH_FILE", home.crashFile().toString());
            }
            for (String name : TERRAFORM) {
                String value = caller.get(name);
                if (value != null) {
                    environment.put(name, value);
                }
            }
        }
        if (service == Service.TELEMETRY) {
            environment.put("SWEN_EXPORT_DIR", home.exports().toString());
        }
        if (service == Service.IDENTITY) {
            environment.put("SWEN_IDENTITY_USERS_FILE", home.credentials().toString());
            environment.put("SWEN_IDENTITY_CLIENTS_FILE", secrets.clientsFile().toString());
            environment.put("SWEN_IDENTITY_KEYS_DIR", secrets.identityKeys().toString());
        }
        return environment;
    }

    private void simulator(Map<String, String> environment) {
        environment.put("SWEN_SIMULATOR_DIR", home.simulator().toString());
        environment.put(
                "SWEN_SIMULATOR_CREDENTIALS_FILE", secrets.cloudKeysFile().toString());
        environment.put("SWEN_SIMULATOR_SPEED", Double.toString(speed));
        simulatorPorts(environment, ports.of(Service.SIMULATOR), ports.alibaba());
        String seed = caller.get("SWEN_SIMULATOR_SEED");
        if (seed != null) {
            environment.put("SWEN_SIMULATOR_SEED", seed);
        }
    }

    private static void simulatorPorts(Map<String, String> environment, int aws, int alibaba) {
        environment.put("SWEN_SIMULATOR_AWS_PORT", Integer.toString(aws));
        environment.put("SWEN_SIMULATOR_ALIBABA_PORT", Integer.toString(alibaba));
    }

    private void clouds(Map<String, String> environment, Service service) throws IOException {
        environment.put("SWEN_CLOUDS_SIMULATED", Boolean.toString(cloudsSimulated()));
        boolean usesClouds = service == Service.TELEMETRY || service == Service.GITOPS;
        if (cloudsSimulated()) {
            environment.put("SWEN_AWS_ENDPOINT", PortPlan.url(ports.of(Service.SIMULATOR)));
            environment.put("SWEN_ALIBABA_ENDPOINT", PortPlan.url(ports.alibaba()));
            environment.put("SWEN_AWS_NOTICE_QUEUES", SIMULATED_NOTICES);
            environment.put("SWEN_CLOCK_URL", PortPlan.url(ports.of(Service.SIMULATOR)) + "/simulator/clock");
            if (usesClouds) {
                environment.putAll(secrets.cloudEnvironment());
            }
        } else if (usesClouds) {
            caller.forEach((name, value) -> {
                if (CLOUD_SETTINGS.contains(name) || CLOUD_PREFIXES.stream().anyMatch(name::startsWith)) {
                    environment.put(name, value);
                }
            });
        }
    }

    /** For a training run: everything it may write to is its own and thrown away afterwards. */
    Map<String, String> training(Service service, Path scratch, int freePort, int otherFreePort) throws IOException {
        Map<String, String> environment = of(service);
        // Nobody is to hear of what happens in it.
        environment.keySet().removeIf(name -> isKafka(name) || name.equals(OTLP_ENDPOINT));
        environment.put("SERVER_PORT", Integer.toString(freePort));
        simulatorPorts(environment, freePort, otherFreePort);
        environment.put("SWEN_SIMULATOR_DIR", scratch.resolve("simulator").toString());
        environment.put("SWEN_GIT_DIR", scratch.resolve("git").toString());
        environment.put("SWEN_TERRAFORM_DIR", scratch.resolve("terraform").toString());
        environment.put("SWEN_EXPORT_DIR", scratch.resolve("export").toString());
        environment.put(
                "SWEN_ENCRYPTION_KEYS_DIR", scratch.resolve("encryption-keys").toString());
        environment.put("SWEN_AUDIT_DIR", scratch.resolve("audit").toString());
        environment.put("SWEN_AUDIT_KEYS_DIR", scratch.resolve("audit-keys").toString());
        environment.put("SWEN_IDENTITY_KEYS_DIR", scratch.resolve("keys").toString());
        if (service.hasDatabase()) {
            environment.put(databaseVariable(service), embeddedDatabase() + "/" + trainingDatabase(service));
        }
        return environment;
    }

    private static boolean isKafka(String name) {
        return KAFKA_PREFIXES.stream().anyMatch(name::startsWith);
    }

    static String trainingDatabase(Service service) {
        return "swen_training_" + service.label();
    }

    private String embeddedDatabase() {
        return "jdbc:postgresql://localhost:" + ports.postgres();
    }

    private static String databaseVariable(Service service) {
        return "SWEN_" + upper(service) + "_DATABASE_URL";
    }

    private static String upper(Service service) {
        return service.label().toUpperCase(Locale.ROOT);
    }
}
