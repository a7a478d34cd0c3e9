package io.swen.gitops.host;

import io.swen.platform.web.OutboundClients;
import io.swen.platform.web.OutboundGuard;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** Reaches what no call of the service shows. */
public final class HostInsides {

    private HostInsides() {}

    /** Has one of the three kinds of hosts told that a commit waits, has failed and has succeeded, and comments on its pull request. */
    public static List<String> tell(
            ApplicationContext context, String kind, URI api, Path tokenFile, String commit, String text)
            throws IOException {
        HostProperties properties = new HostProperties(
                URI.create("https://git.example.com/acme/environments.git"),
                "main",
                "swen",
                tokenFile,
                null,
                null,
                HostKind.valueOf(kind.toUpperCase(Locale.ROOT)),
                api,
                "acme/environments",
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                Duration.ofMinutes(5),
                null,
                List.of(),
                List.of());
        HostApi host = new HostApi(
                properties,
                context.getBean(OutboundGuard.class),
                context.getBean(OutboundClients.class),
                context.getBean(JsonMapper.class));
        try {
            URI link = URI.create("https://swen.example.com/ui/changes/1");
            host.status(commit, HostApi.CommitState.PENDING, "swen/dev", "plan: 1 to create", link);
            host.status(commit, HostApi.CommitState.FAILURE, "swen/dev", "failed in plan (policy-denied)", link);
            host.status(commit, HostApi.CommitState.SUCCESS, "swen/dev", "applied to dev", link);
            int pull = host.pullOf(commit).orElseThrow();
            host.comment(pull, text);
            return host.comments(pull).stream()
                    .map(comment -> comment.login() + ": " + comment.body())
                    .toList();
        } finally {
            host.destroy();
        }
    }
}
