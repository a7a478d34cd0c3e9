package io.swen.gitops.host;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The remote of the environment repository; without {@code remote} there is none.
 *
 * @param remote {@code https://…} or {@code ssh://user@host/…}, without a password
 * @param branch of the remote that is kept the same as {@code main}
 * @param username shown with the token over HTTPS
 * @param tokenFile holds the token of Git over HTTPS and of the host's REST interface; read each time, so that it can be replaced
 * @param sshKeyFile private key for {@code ssh://}
 * @param knownHostsFile keys of hosts that are believed; needed for {@code ssh://}
 * @param kind whose REST interface {@code api} is; null where nothing is told to the host
 * @param api such as {@code https://api.github.com}, {@code https://gitlab.com/api/v4}, {@code https://gitea.example.com/api/v1}
 * @param project {@code owner/name} at the host
 * @param every between two looks by schedule; wall time
 * @param timeout of one exchange with the remote; wall time
 * @param longestPause between two looks at a remote that does not answer; wall time
 * @param team of commits without a trailer {@code Team}
 * @param branches environments whose changes are shown at the host as branches before they are merged, {@code *} for all; none unless said
 * @param people whose commits are taken and whose comments count
 */
@Validated
@ConfigurationProperties("swen.gitops.host")
record HostProperties(
        @Nullable URI remote,
        @DefaultValue("main") String branch,
        @DefaultValue("swen") String username,
        @Nullable Path tokenFile,
        @Nullable Path sshKeyFile,
        @Nullable Path knownHostsFile,
        @Nullable HostKind kind,
        @Nullable URI api,
        @Nullable String project,
        @DefaultValue("60s") Duration every,
        @DefaultValue("30s") Duration timeout,
        @DefaultValue("5m") Duration longestPause,
        @Nullable String team,
        @DefaultValue List<String> branches,
        @DefaultValue List<Person> people) {

    private static final Pattern PROJECT = Pattern.compile("^[A-Za-z0-9._-]{1,100}+(/[A-Za-z0-9._-]{1,100}+){1,20}+$");

    /**
     * Somebody at the host whom SWEN knows.
     *
     * @param email of the commits
     * @param login at the host; null where the person's comments do not count
     * @param actorId who that is here, so that nobody approves what they pushed
     * @param mayReject whether a comment of theirs rejects a change
     */
    record Person(
            String email,
            @Nullable String login,
            UUID actorId,
            String name,
            @DefaultValue("false") boolean mayReject) {}

    HostProperties {
        remote = remote == null || remote.toString().isBlank() ? null : remote;
        api = api == null || api.toString().isBlank() ? null : api;
        people = List.copyOf(people);
        branches = List.copyOf(branches);
        List<String> problems = new ArrayList<>();
        if (!every.isPositive() || !timeout.isPositive() || longestPause.compareTo(every) < 0) {
            problems.add("every and timeout must be positive, and longest-pause not below every");
        }
        if (remote != null) {
            String scheme = String.valueOf(remote.getScheme()).toLowerCase(Locale.ROOT);
            switch (scheme) {
                case "https", "http" -> {
                    if (remote.getUserInfo() != null) {
                        problems.add("remote must not carry a user or password; use username and token-file");
                    }
                }
                case "ssh" -> {
                    if (sshKeyFile == null || knownHostsFile == null) {
                        problems.add("an ssh remote needs ssh-key-file and known-hosts-file");
                    }
                }
                default -> problems.add("remote must begin with https:// or ssh://");
            }
        }
        if ((kind == null) != (api == null) || (kind == null) != (project == null || project.isBlank())) {
            problems.add("kind, api and project are given together or not at all");
        } else if (project != null
                && !project.isBlank()
                && !PROJECT.matcher(project).matches()) {
            problems.add("project must be owner/name");
        }
        if (kind != null && tokenFile == null) {
            problems.add("the host's interface needs token-file");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("swen.gitops.host: " + String.join("; ", problems));
        }
    }

    Optional<Person> byEmail(String email) {
        return people.stream()
                .filter(person -> person.email().equalsIgnoreCase(email))
                .findFirst();
    }

    Optional<Person> byLogin(String login) {
        return people.stream()
                .filter(person -> person.login() != null && person.login().equalsIgnoreCase(login))
                .findFirst();
    }
}
