package io.swen.platform.audit;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The audit log's configuration, under {@code swen.audit}.
 *
 * @param database how the role that owns the audit schema signs in
 * @param directory where sealed batches are copied to, in a folder of the service
 * @param keysDirectory where the key that signs seals is kept, in a folder of the service
 * @param fileSize a copy's file is followed by the next once it is larger
 * @param retention for how long rows stay in the database; zero is for ever
 * @param webhook where sealed rows are posted to; without a URL nowhere
 * @param syslog where sealed rows are sent to; without a host nowhere
 */
@ConfigurationProperties("swen.audit")
record AuditProperties(
        Database database,
        Path directory,
        Path keysDirectory,
        @DefaultValue("64MB") DataSize fileSize,
        @DefaultValue("P400D") Duration retention,
        @DefaultValue Webhook webhook,
        @DefaultValue Syslog syslog) {

    AuditProperties {
        List<String> problems = new ArrayList<>();
        if (fileSize.toBytes() < 1_048_576 || fileSize.toBytes() > 1_073_741_824) {
            problems.add("swen.audit.file-size must be 1MB to 1GB");
        }
        if (retention.isNegative() || (!retention.isZero() && retention.compareTo(Duration.ofDays(1)) < 0)) {
            problems.add("swen.audit.retention must be P1D or longer, or PT0S for ever");
        }
        problems.addAll(webhook.problems());
        problems.addAll(syslog.problems());
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** The folder of the copy. */
    Path folder(String service) {
        return directory.resolve(service);
    }

    /**
     * The role that owns schema {@code audit}, in the service's own database.
     *
     * @param username by default the service's role with {@code _audit}
     * @param password comes from a file of the config tree
     */
    record Database(String username, @Nullable String password) {

        @Override
        public String toString() {
            return "Database[username=" + username + ", password=redacted]";
        }
    }

    /**
     * Posts sealed rows as JSON lines, each request signed with HMAC-SHA-256.
     *
     * @param url of https; where it may lead to is for {@code swen.outbound} to say
     * @param secret of at least 32 characters; comes from a file of the config tree
     * @param allowHttp whether the rows may travel in the clear
     */
    record Webhook(
            @Nullable URI url,
            @Nullable String secret,
            @DefaultValue("false") boolean allowHttp,
            @DefaultValue("PT10S") Duration timeout) {

        private static final int SHORTEST_SECRET = 32;

        boolean wanted() {
            return url != null && !url.toString().isEmpty();
        }

        List<String> problems() {
            List<String> problems = new ArrayList<>();
            if (wanted() && url != null) {
                if (!"https".equals(url.getScheme()) && !(allowHttp && "http".equals(url.getScheme()))) {
                    problems.add("swen.audit.webhook.url must be https, or http with allow-http");
                }
                if (url.getHost() == null || url.getUserInfo() != null) {
                    problems.add("swen.audit.webhook.url must have a host and no user");
                }
                if (secret == null || secret.length() < SHORTEST_SECRET) {
                    problems.add("swen.audit.webhook.secret must have at least " + SHORTEST_SECRET + " characters");
                }
            }
            return problems;
        }

        @Override
        public String toString() {
            return "Webhook[url=" + (url == null ? null : url.getHost()) + ", secret=redacted]";
        }
    }

    /** The transport of syslog messages. */
    enum Transport {
        TCP,
        UDP
    }

    /**
     * Sends sealed rows in RFC 5424 form.
     *
     * @param transport with TCP, messages are framed by octet counting (RFC 6587) and lost ones are sent again
     */
    record Syslog(
            @Nullable String host,
            @DefaultValue("514") int port,
            @DefaultValue("tcp") Transport transport,
            @DefaultValue("PT10S") Duration timeout) {

        boolean wanted() {
            return host != null && !host.isEmpty();
        }

        List<String> problems() {
            return port < 1 || port > 65_535 ? List.of("swen.audit.syslog.port must be 1 to 65535") : List.of();
        }
    }
}
