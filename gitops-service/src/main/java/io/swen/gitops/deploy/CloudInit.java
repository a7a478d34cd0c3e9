package io.swen.gitops.deploy;

import io.swen.gitops.contract.DesiredState;
import io.swen.gitops.contract.PurchaseOption;
import io.swen.gitops.contract.Workload;
import io.swen.gitops.contract.WorkloadKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes what an instance runs at its first boot: it installs an agent as a service, which runs the container, keeps its checkpoint,
 * watches for the cloud's notice, and tells the platform. The script holds references to secrets and never their values.
 */
final class CloudInit {

    /** The clouds take no more. */
    static final int LARGEST = 16_384;

    private static final BigDecimal SECONDS_AN_HOUR = new BigDecimal(3600);
    private static final String CALLBACK = "@SWEN-CALLBACK@";
    private static final String TOKEN = "@SWEN-TOKEN@";
    private static final String AGENT = read("/bootstrap/agent.sh");

    private CloudInit() {}

    /**
     * The script, still without the address and token of its callback, so that it is the same before its deployment has an id.
     *
     * @throws CloudException where the workload does not fit, or asks for what its cloud does not have
     */
    static String script(
            Workload workload,
            DesiredState.Placement placement,
            int replica,
            BootstrapProperties properties,
            @Nullable String ramRole) {
        String agent = settings(workload, placement, replica, properties, ramRole)
                + secrets(workload)
                + start(workload, placement, replica, properties)
                + AGENT;
        String end = "SWEN-" + ClientTokens.sha256(agent).substring(0, 12);
        String script = """
                #!/bin/bash
                # %s, replica %d: installs the agent of SWEN and starts it
                set -u
                ROOT="${SWEN_ROOT:-}"
                umask 077
                mkdir -p "$ROOT/opt/swen" "$ROOT/etc/systemd/system"
                cat > "$ROOT/opt/swen/agent" <<'%s'
                #!/bin/bash
                %s%s
                chmod 700 "$ROOT/opt/swen/agent"
                cat > "$ROOT/etc/systemd/system/swen-agent.service" <<'%s'
                [Unit]
                Description=SWEN agent
                Wants=network-online.target
                After=network-online.target docker.service
                [Service]
                ExecStart=/opt/swen/agent
                Restart=on-failure
                RestartSec=10
                TimeoutStopSec=180
                [Install]
                WantedBy=multi-user.target
                %s
                command -v docker >/dev/null || dnf install -y docker
                systemctl daemon-reload
                systemctl enable --now docker swen-agent
                """.formatted(workload.id(), replica, end, agent, end, end, end);
        int size = script.getBytes(StandardCharsets.UTF_8).length;
        // The address and the token take the place of shorter marks.
        if (size > LARGEST - 512) {
            throw refused(workload.id() + " needs " + size + " bytes of user data, and a cloud takes " + (LARGEST - 512)
                    + ": make its command or its environment shorter");
        }
        return script;
    }

    /** The script with the callback of an instance in it. */
    static String bound(String script, BootstrapProperties properties, UUID deploymentId, int replica, String token) {
        String origin = properties.callbackUrl() == null
                ? ""
                : properties.callbackUrl().toString().replaceFirst("/$", "") + CallbackServlet.PATH + deploymentId + "/"
                        + replica;
        return script.replace(CALLBACK, origin).replace(TOKEN, origin.isEmpty() ? "" : token);
    }

    private static String settings(
            Workload workload,
            DesiredState.Placement placement,
            int replica,
            BootstrapProperties properties,
            @Nullable String ramRole) {
        Workload.Checkpoint checkpoint = workload.container().checkpoint();
        String region = placement.provider().unqualified(placement.region());
        StringBuilder settings = new StringBuilder();
        export(settings, "SWEN_WORKLOAD", workload.id());
        export(settings, "SWEN_REPLICA", Integer.toString(replica));
        if (workload.kind() == WorkloadKind.BATCH && workload.estimatedDurationHours() != null) {
            export(
                    settings,
                    "SWEN_ESTIMATED_DURATION",
                    duration(workload.estimatedDurationHours()).toString());
        }
        export(settings, "AWS_DEFAULT_REGION", region);
        set(settings, "PROVIDER", placement.provider().id());
        set(settings, "REGION", region);
        set(settings, "RAM_ROLE", ramRole == null ? "" : ramRole);
        set(settings, "SPOT", placement.purchaseOption() == PurchaseOption.SPOT ? "yes" : "no");
        set(settings, "BATCH", workload.kind() == WorkloadKind.BATCH ? "yes" : "no");
        set(settings, "IMAGE", workload.container().image());
        set(settings, "CALLBACK", CALLBACK);
        set(settings, "FIRST_TOKEN", TOKEN);
        set(settings, "CHECKPOINT", checkpoint == null ? "" : checkpointUri(checkpoint.uri(), workload, replica));
        set(
                settings,
                "CHECKPOINT_EVERY",
                checkpoint == null || checkpoint.interval() == null ? "0" : seconds(checkpoint.interval()));
        set(settings, "HEARTBEAT_EVERY", seconds(properties.heartbeatEvery()));
        set(settings, "NOTICE_EVERY", seconds(properties.noticeEvery()));
        set(settings, "STOP_GRACE", seconds(properties.stopGrace()));
        set(settings, "LOGS", properties.logs().name());
        set(
                settings,
                "LOGS_URI",
                properties.logsUri() == null
                        ? ""
                        : properties.logsUri().replaceFirst("/$", "") + "/" + workload.id() + "/"
                                + placement.decisionId() + "-" + replica + ".log");
        settings.append("METADATA=\"${SWEN_METADATA:-")
                .append(
                        switch (placement.provider()) {
                            case AWS -> "http://169.254.169.254";
                            case ALIBABA -> "http://100.100.100.200";
                        })
                .append("}\"\n");
        return settings.toString();
    }

    /** Replicas do not write over each other. */
    private static String checkpointUri(String uri, Workload workload, int replica) {
        String bare = uri.replaceFirst("/+$", "");
        if (!bare.startsWith("s3://") && !bare.startsWith("oss://")) {
            throw refused("checkpoint " + uri + " of " + workload.id() + " must begin with s3:// or oss://");
        }
        return workload.replicas() == 1 ? bare : bare + "/" + replica;
    }

    private static String secrets(Workload workload) {
        List<Workload.SecretReference> references = references(workload);
        if (references.isEmpty()) {
            return "secrets() { :; }\n";
        }
        return references.stream()
                .map(secret -> secret.name() + "=\"$(fetch_secret " + quote(secret.ref()) + ")\" || return 1\n  export "
                        + secret.name())
                .collect(Collectors.joining("\n  ", "secrets() {\n  ", "\n}\n"));
    }

    private static String start(
            Workload workload, DesiredState.Placement placement, int replica, BootstrapProperties properties) {
        Workload.Container container = workload.container();
        boolean batch = workload.kind() == WorkloadKind.BATCH;
        StringBuilder run = new StringBuilder("start_workload() {\n  docker run --detach --name workload");
        run.append(batch ? "" : " --restart unless-stopped");
        if (properties.logs() == BootstrapProperties.Logs.CLOUD_LOGS) {
            if (placement.provider() != io.swen.gitops.contract.Provider.AWS) {
                throw refused("logs in cloud_logs are for AWS; " + workload.id() + " is to run on "
                        + placement.provider().id());
            }
            run.append(" --log-driver awslogs --log-opt awslogs-region=\"$REGION\" --log-opt awslogs-group=")
                    .append(quote(String.valueOf(properties.logGroup())))
                    .append(" --log-opt awslogs-stream=")
                    .append(quote(workload.id() + "-" + replica));
        } else {
            run.append(" --log-opt max-size=16m --log-opt max-file=1");
        }
        run.append(" -v \"$SHARE\":/swen -e SWEN_PROGRESS_FILE=/swen/progress -e SWEN_CHECKPOINT_DIR=/swen/checkpoint")
                .append(" -e SWEN_WORKLOAD -e SWEN_REPLICA");
        if (batch && workload.estimatedDurationHours() != null) {
            run.append(" -e SWEN_ESTIMATED_DURATION");
        }
        Map<String, String> env = container.env() == null ? Map.of() : container.env();
        new TreeMap<>(env).forEach((name, value) -> run.append(" -e ").append(quote(name + "=" + value)));
        references(workload).forEach(secret -> run.append(" -e ").append(quote(secret.name())));
        if (workload.gpus() != null && workload.gpus() > 0) {
            run.append(" --gpus all");
        }
        if (container.ports() != null) {
            container
                    .ports()
                    .forEach(port -> run.append(" -p ").append(port).append(':').append(port));
        }
        run.append(" \"$IMAGE\"");
        if (container.command() != null) {
            container.command().forEach(part -> run.append(' ').append(quote(part)));
        }
        return run.append("\n}\n").toString();
    }

    private static List<Workload.SecretReference> references(Workload workload) {
        List<Workload.SecretReference> references = workload.container().secrets();
        return references == null ? List.of() : references;
    }

    static Duration duration(BigDecimal hours) {
        return Duration.ofSeconds(hours.multiply(SECONDS_AN_HOUR)
                .setScale(0, RoundingMode.CEILING)
                .longValueExact());
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.toSeconds()));
    }

    private static void export(StringBuilder script, String name, String value) {
        script.append("export ").append(name).append('=').append(quote(value)).append('\n');
    }

    private static void set(StringBuilder script, String name, String value) {
        script.append(name).append('=').append(quote(value)).append('\n');
    }

    /** One word for the shell, whatever is in it. */
    static String quote(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }

    private static CloudException refused(String why) {
        return new CloudException(CloudException.Kind.BAD_REQUEST, why, new IllegalArgumentException(why));
    }

    private static String read(String resource) {
        try (InputStream in = CloudInit.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the class path has no " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
