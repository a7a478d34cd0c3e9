package io.swen.gitops.deploy;

import io.swen.gitops.contract.Workload;
import io.swen.gitops.contract.WorkloadKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes the script that an instance runs at its first boot: it starts the container, and ends the instance of a batch. */
final class CloudInit {

    private static final BigDecimal SECONDS_AN_HOUR = new BigDecimal(3600);

    /** Turns a reference into the secret, on the instance and under the instance's own identity. */
    private static final String FETCH_SECRET = """
            fetch_secret() {
              local scheme="${1%%:*}" rest="${1#*:}"
              local path="${rest%%#*}" field="${rest#*#}"
              case "$scheme" in
                vault) vault kv get -field="$field" "$path" ;;
                aws-sm) aws secretsmanager get-secret-value --secret-id "$path" --query SecretString --output text ;;
                alibaba-kms) aliyun kms GetSecretValue --SecretName "$path" | jq -r .SecretData ;;
                *) echo "unknown secret reference scheme: $scheme" >&2; return 1 ;;
              esac
            }
            """;

    private CloudInit() {}

    static String script(Workload workload, int replica) {
        Workload.Container container = workload.container();
        boolean batch = workload.kind() == WorkloadKind.BATCH;
        StringBuilder script = new StringBuilder("#!/bin/bash\n");
        script.append("# ")
                .append(workload.id())
                .append(", replica ")
                .append(replica)
                .append('\n');
        export(script, "SWEN_WORKLOAD", workload.id());
        export(script, "SWEN_REPLICA", Integer.toString(replica));
        if (batch && workload.estimatedDurationHours() != null) {
            export(
                    script,
                    "SWEN_ESTIMATED_DURATION",
                    duration(workload.estimatedDurationHours()).toString());
        }
        script.append("command -v docker >/dev/null || dnf install -y docker\nsystemctl start docker\n");
        List<Workload.SecretReference> secrets = container.secrets() == null ? List.of() : container.secrets();
        if (!secrets.isEmpty()) {
            script.append(FETCH_SECRET);
        }
        StringBuilder run = new StringBuilder("docker run --name workload");
        run.append(batch ? " --rm" : " --restart unless-stopped --detach");
        run.append(" -e SWEN_WORKLOAD -e SWEN_REPLICA");
        if (batch && workload.estimatedDurationHours() != null) {
            run.append(" -e SWEN_ESTIMATED_DURATION");
        }
        Map<String, String> env = container.env() == null ? Map.of() : container.env();
        new TreeMap<>(env).forEach((name, value) -> run.append(" -e ").append(quote(name + "=" + value)));
        for (Workload.SecretReference secret : secrets) {
            script.append("export ")
                    .append(secret.name())
                    .append("=\"$(fetch_secret ")
                    .append(quote(secret.ref()))
                    .append(")\"\n");
            run.append(" -e ").append(quote(secret.name()));
        }
        if (container.ports() != null) {
            container
                    .ports()
                    .forEach(port -> run.append(" -p ").append(port).append(':').append(port));
        }
        run.append(' ').append(quote(container.image()));
        if (container.command() != null) {
            container.command().forEach(part -> run.append(' ').append(quote(part)));
        }
        script.append(run).append('\n');
        if (batch) {
            // A finished batch must not go on billing, so the instance ends itself.
            script.append("shutdown -h now\n");
        }
        return script.toString();
    }

    static Duration duration(BigDecimal hours) {
        return Duration.ofSeconds(hours.multiply(SECONDS_AN_HOUR)
                .setScale(0, RoundingMode.CEILING)
                .longValueExact());
    }

    private static void export(StringBuilder script, String name, String value) {
        script.append("export ").append(name).append('=').append(value).append('\n');
    }

    /** One word for the shell, whatever is in it. */
    static String quote(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
